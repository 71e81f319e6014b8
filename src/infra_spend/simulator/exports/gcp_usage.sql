-- What is metered in the month, and what is taken back of an earlier one, in whole millionths of
-- the pricing unit and of a dollar. Every cost is rounded once, half away from zero.
with

metered_days as (

    select
        gcp_meters.meter_number,
        days.charge_date,
        days.day_number,
        cast(null as varchar) as adjustment_id,
        1000000 as billed_ppm
    from gcp_meters
    inner join days
        on
            gcp_meters.start_date <= days.charge_date
            and gcp_meters.stop_date > days.charge_date
    where days.billing_month = getvariable('billing_month')
    union all
    select
        gcp_corrections.meter_number,
        days.charge_date,
        days.day_number,
        gcp_corrections.adjustment_id,
        gcp_corrections.billed_ppm
    from gcp_corrections
    inner join gcp_meters
        on
            gcp_corrections.meter_number = gcp_meters.meter_number
            and gcp_meters.start_date <= gcp_corrections.charge_date
            and gcp_meters.stop_date > gcp_corrections.charge_date
    inner join days on gcp_corrections.charge_date = days.charge_date
    where gcp_corrections.billing_month = getvariable('billing_month')

),

quantities as (

    select
        metered_days.meter_number,
        metered_days.charge_date,
        metered_days.day_number,
        metered_days.adjustment_id,
        metered_days.billed_ppm,
        gcp_meters.sku_id,
        gcp_meters.sku_description,
        gcp_meters.list_ten_billionths,
        gcp_meters.contract_ten_billionths,
        gcp_meters.promoted_until_date,
        case
            when gcp_meters.is_steady then gcp_meters.base_micro_quantity
            else cast(gcp_meters.base_micro_quantity as hugeint) * demand_days.demand_ppm
                * noise_ppm(metered_days.meter_number, metered_days.day_number, 15000)
                // 1000000000000
        end as micro_quantity
    from metered_days
    inner join gcp_meters on metered_days.meter_number = gcp_meters.meter_number
    inner join demand_days
        on
            gcp_meters.workload_number = demand_days.workload_number
            and metered_days.charge_date = demand_days.charge_date

),

-- A commitment covers meters in order of their number until it is used up for the day.
covered as (

    select
        quantities.*,
        case
            when quantities.adjustment_id is null and gcp_commitments.covered_sku_id is not null
                then greatest(
                    least(
                        quantities.micro_quantity,
                        gcp_commitments.committed_micro_quantity
                        + quantities.micro_quantity
                        - sum(quantities.micro_quantity) over (
                            partition by
                                quantities.sku_id, quantities.charge_date, quantities.adjustment_id
                            order by quantities.meter_number
                        )
                    ),
                    0
                )
            else 0
        end as covered_micro_quantity
    from quantities
    left join gcp_commitments
        on
            quantities.sku_id = gcp_commitments.covered_sku_id
            and gcp_commitments.start_date <= quantities.charge_date
            and gcp_commitments.end_date > quantities.charge_date

),

costs as (

    select
        *,
        (micro_quantity * cast(contract_ten_billionths as hugeint) + 5000000000) // 10000000000
            as micro_cost,
        (micro_quantity * cast(list_ten_billionths as hugeint) + 5000000000) // 10000000000
            as list_micro_cost,
        (covered_micro_quantity * cast(contract_ten_billionths as hugeint) + 5000000000)
        // 10000000000 as covered_micro_cost,
        -- N2 machines that run all month become cheaper after each quarter of it.
        case
            when not contains(sku_description, 'N2 Instance') then 0
            else [0, 132200, 267000, 400000][
                cast((day(charge_date) - 1) * 4 // day(last_day(charge_date)) as integer) + 1
            ]
        end as sustained_ppm
    from covered

),

credited as (

    select
        costs.*,
        case when adjustment_id is null then covered_micro_cost else 0 end
            as commitment_credit_micro_cost,
        case
            when adjustment_id is null
                then (micro_cost - covered_micro_cost) * sustained_ppm // 1000000
            else 0
        end as sustained_credit_micro_cost,
        case
            when adjustment_id is null and charge_date < promoted_until_date
                then micro_cost // 10
            else 0
        end as promotion_credit_micro_cost
    from costs

)

select
    meter_number,
    charge_date,
    day_number,
    adjustment_id,
    micro_quantity,
    case
        when adjustment_id is null then micro_cost
        else -(micro_cost * -billed_ppm // 1000000)
    end as micro_cost,
    case
        when adjustment_id is null then list_micro_cost
        else -(list_micro_cost * -billed_ppm // 1000000)
    end as list_micro_cost,
    commitment_credit_micro_cost,
    sustained_credit_micro_cost,
    promotion_credit_micro_cost
from credited
