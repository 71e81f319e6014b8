-- Every line of an invoice month that has arrived by the time of the delivery, with whose it is.
-- The tax and the line that rounds the month to whole cents come with the invoice.
with

labelled_meters as (

    select
        gcp_meters.meter_number,
        service_teams.team_id as owning_team_id,
        service_teams.valid_from_date,
        coalesce(service_teams.valid_to_date, date '9999-01-01') as valid_to_date,
        case
            when gcp_meters.tag_fault = 'untagged' then cast(map {} as map(varchar, varchar))
            else map {
                'team': tagged_team(
                    gcp_meters.tag_fault,
                    service_teams.team_id,
                    service_teams.first_team_id,
                    gcp_meters.wrong_team_id,
                    -- Google allows no spaces and no capitals in labels.
                    misspelt_team(service_teams.team_id, gcp_meters.resource_number, 'team-')
                ),
                'service': gcp_meters.owning_service_id,
                'env': gcp_meters.environment_tag
            }
        end as labels
    from gcp_meters
    inner join service_teams on gcp_meters.owning_service_id = service_teams.service_id

),

usage_charges as (

    select
        case when gcp_usage.adjustment_id is null then 'regular' else 'adjustment' end as cost_type,
        case when gcp_usage.adjustment_id is null then 'Usage' else 'Adjustment' end
            as charge_category,
        gcp_usage.adjustment_id,
        gcp_meters.owning_service_id,
        labelled_meters.owning_team_id,
        gcp_meters.project_id,
        gcp_meters.project_number,
        gcp_meters.resource_name,
        gcp_meters.resource_global_name,
        gcp_meters.service_id,
        gcp_meters.service_description,
        gcp_meters.sku_id,
        gcp_meters.sku_description,
        gcp_meters.location,
        gcp_meters.zone,
        gcp_meters.usage_unit,
        gcp_meters.pricing_unit,
        gcp_meters.units_per_pricing_unit,
        cast(null as varchar) as subscription_instance_id,
        gcp_usage.micro_quantity,
        gcp_meters.contract_ten_billionths as price_ten_billionths,
        gcp_usage.micro_cost,
        gcp_usage.list_micro_cost,
        gcp_usage.commitment_credit_micro_cost,
        gcp_usage.sustained_credit_micro_cost,
        gcp_usage.promotion_credit_micro_cost,
        labelled_meters.labels,
        cast(gcp_usage.charge_date as timestamp) as usage_start_time,
        cast(gcp_usage.charge_date as timestamp) + interval 1 day as usage_end_time,
        case
            when gcp_usage.adjustment_id is not null
                then cast(getvariable('billing_month') as timestamp) + interval 9 day
            else cast(gcp_usage.charge_date as timestamp)
                + interval 1 day
                + to_hours(3 + (gcp_usage.meter_number * 7 + gcp_usage.day_number * 13) % 19)
                -- A few lines come late, though before the invoice.
                + case
                    when (gcp_usage.meter_number * 31 + gcp_usage.day_number * 17) % 101 = 0
                        then interval 3 day
                    else interval 0 day
                end
        end as export_time
    from gcp_usage
    inner join gcp_meters on gcp_usage.meter_number = gcp_meters.meter_number
    inner join labelled_meters
        on
            gcp_usage.meter_number = labelled_meters.meter_number
            and labelled_meters.valid_from_date <= gcp_usage.charge_date
            and labelled_meters.valid_to_date > gcp_usage.charge_date

),

commitment_charges as (

    select
        'regular' as cost_type,
        'Purchase' as charge_category,
        gcp_commitments.project_id,
        gcp_commitments.project_number,
        '6F81-5844-456A' as service_id,
        'Compute Engine' as service_description,
        gcp_commitments.sku_id,
        gcp_commitments.sku_description,
        'us-central1' as location,
        gcp_commitments.usage_unit,
        gcp_commitments.pricing_unit,
        gcp_commitments.units_per_pricing_unit,
        gcp_commitments.subscription_instance_id,
        gcp_commitments.committed_micro_quantity as micro_quantity,
        gcp_commitments.price_ten_billionths,
        (
            gcp_commitments.committed_micro_quantity
            * cast(gcp_commitments.price_ten_billionths as hugeint) + 5000000000
        ) // 10000000000 as micro_cost,
        cast(days.charge_date as timestamp) as usage_start_time,
        cast(days.charge_date as timestamp) + interval 1 day as usage_end_time,
        cast(days.charge_date as timestamp) + interval 30 hour as export_time
    from gcp_commitments
    inner join days
        on
            gcp_commitments.start_date <= days.charge_date
            and gcp_commitments.end_date > days.charge_date
    where days.billing_month = getvariable('billing_month')

),

charges as (

    select * from usage_charges
    union all by name
    select
        *,
        micro_cost as list_micro_cost,
        cast(map {} as map(varchar, varchar)) as labels
    from commitment_charges

),

billed as (

    select
        sum(
            micro_cost
            - coalesce(
                commitment_credit_micro_cost
                + sustained_credit_micro_cost
                + promotion_credit_micro_cost,
                0
            )
        ) as micro_cost
    from charges

),

-- A part of what is sold is taxed in some states: 1.2 % of all, in whole cents.
taxed as (

    select
        micro_cost,
        (micro_cost * 12 // 1000 + 5000) // 10000 * 10000 as tax_micro_cost
    from billed

),

invoice_charges as (

    select
        'tax' as cost_type,
        'Tax' as charge_category,
        'Tax' as sku_description,
        '47AC-BB9D-72E6' as sku_id,
        tax_micro_cost as micro_cost
    from taxed
    union all
    select
        'rounding_error' as cost_type,
        'Adjustment' as charge_category,
        'Rounding error' as sku_description,
        '81DB-EC1D-7C39' as sku_id,
        (micro_cost + 5000) // 10000 * 10000 - micro_cost as micro_cost
    from taxed

),

all_charges as (

    select * from charges
    union all by name
    select
        *,
        '8A3D-3E5A-0F4C' as service_id,
        'Invoice' as service_description,
        cast(map {} as map(varchar, varchar)) as labels,
        cast(getvariable('billing_month') as timestamp)
        + interval 1 month
        - interval 1 day as usage_start_time,
        cast(getvariable('billing_month') as timestamp) + interval 1 month as usage_end_time,
        cast(getvariable('closed_at') as timestamp) as export_time
    from invoice_charges
    where micro_cost is not null

),

-- Millionths times one millionth: exact, where a division would go by way of binary fractions.
in_dollars as (

    select
        all_charges.* exclude (
            micro_cost,
            list_micro_cost,
            commitment_credit_micro_cost,
            sustained_credit_micro_cost,
            promotion_credit_micro_cost
        ),
        cast(cast(micro_cost as decimal(30, 0)) * 0.000001 as decimal(18, 6)) as cost,
        cast(cast(list_micro_cost as decimal(30, 0)) * 0.000001 as decimal(18, 6)) as cost_at_list,
        cast(
            cast(-coalesce(commitment_credit_micro_cost, 0) as decimal(30, 0)) * 0.000001
            as decimal(18, 6)
        ) as commitment_credits_amount,
        cast(
            cast(-coalesce(sustained_credit_micro_cost, 0) as decimal(30, 0)) * 0.000001
            as decimal(18, 6)
        ) as sustained_credits_amount,
        cast(
            cast(-coalesce(promotion_credit_micro_cost, 0) as decimal(30, 0)) * 0.000001
            as decimal(18, 6)
        ) as promotion_credits_amount
    from all_charges
    where export_time <= getvariable('known_at')

)

select
    in_dollars.*,
    cast(
        commitment_credits_amount + sustained_credits_amount + promotion_credits_amount
        as decimal(18, 6)
    ) as credits_amount,
    cast(
        5000000000 + (year(getvariable('billing_month')) * 12 + month(getvariable('billing_month')))
        * 15485863 % 999999937 as varchar
    ) as invoice_id,
    cast(getvariable('closed_at') as timestamp) as invoice_issued_at
from in_dollars
