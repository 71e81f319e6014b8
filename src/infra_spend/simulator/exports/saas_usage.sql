-- What each meter used on each day of the month, and how much of it the commitment of the day paid,
-- in whole millionths of the unit and ten-billionths of a euro.
with

quantities as (

    select
        saas_meters.meter_number,
        days.charge_date,
        days.day_number,
        saas_meters.list_ten_thousandths,
        saas_meters.contract_ten_thousandths,
        cast(
            cast(saas_meters.base_micro_quantity as hugeint) * demand_days.demand_ppm
            * noise_ppm(saas_meters.meter_number, days.day_number, 15000)
            // 1000000000000 as bigint
        ) as micro_quantity
    from saas_meters
    inner join demand_days on saas_meters.workload_number = demand_days.workload_number
    inner join days
        on
            demand_days.charge_date = days.charge_date
            and saas_meters.start_date <= days.charge_date
            and saas_meters.stop_date > days.charge_date
    where days.billing_month = getvariable('billing_month')

),

costs as (

    select
        *,
        cast(micro_quantity as hugeint) * contract_ten_thousandths as contracted_cost,
        sum(cast(micro_quantity as hugeint) * contract_ten_thousandths) over (
            partition by charge_date
            order by meter_number
        ) as cost_so_far
    from quantities

),

-- Differences of a running total: the days of a term add up to what was purchased.
commitment_days as (

    select
        days.charge_date,
        saas_commitments.commitment_id,
        cast(saas_commitments.committed_euros as hugeint) * 10000000000
        * (date_diff('day', saas_commitments.start_date, days.charge_date) + 1)
        // saas_commitments.term_days
        - cast(saas_commitments.committed_euros as hugeint) * 10000000000
        * date_diff('day', saas_commitments.start_date, days.charge_date)
        // saas_commitments.term_days as committed_cost
    from saas_commitments
    inner join days
        on
            saas_commitments.start_date <= days.charge_date
            and saas_commitments.end_date > days.charge_date
    where days.billing_month = getvariable('billing_month')

),

-- The commitment pays meters in order of their number until the day's part is used up.
drawn as (

    select
        costs.*,
        commitment_days.commitment_id,
        commitment_days.committed_cost,
        case
            when commitment_days.commitment_id is null then 0
            else greatest(
                least(
                    costs.contracted_cost,
                    commitment_days.committed_cost + costs.contracted_cost - costs.cost_so_far
                ),
                0
            )
        end as drawn_cost
    from costs
    left join commitment_days on costs.charge_date = commitment_days.charge_date

)

select
    meter_number,
    charge_date,
    day_number,
    commitment_id,
    committed_cost,
    micro_quantity,
    drawn_cost // contract_ten_thousandths as used_micro_quantity,
    case when drawn_cost >= contract_ten_thousandths then drawn_cost else 0 end as used_cost
from drawn
