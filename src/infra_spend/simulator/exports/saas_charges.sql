-- Every charge of the month that has arrived by the time of the delivery, with whose it is; costs
-- are whole ten-billionths of a euro.
with

usage_parts as (

    select
        saas_usage.meter_number,
        saas_usage.charge_date,
        saas_usage.day_number,
        saas_usage.commitment_id,
        'Used' as commitment_discount_status,
        cast(saas_usage.used_micro_quantity as hugeint) as micro_quantity,
        saas_usage.used_cost as effective_cost
    from saas_usage
    where saas_usage.used_cost > 0
    union all
    select
        saas_usage.meter_number,
        saas_usage.charge_date,
        saas_usage.day_number,
        null as commitment_id,
        null as commitment_discount_status,
        cast(saas_usage.micro_quantity as hugeint) - saas_usage.used_micro_quantity
            as micro_quantity,
        null as effective_cost
    from saas_usage
    where saas_usage.micro_quantity > saas_usage.used_micro_quantity

),

usage_charges as (

    select
        'Usage' as charge_category,
        saas_meters.meter_number,
        saas_meters.sku_meter || ' of ' || saas_meters.resource_id as charge_description,
        'Usage-Based' as charge_frequency,
        usage_parts.commitment_id,
        usage_parts.commitment_discount_status,
        usage_parts.micro_quantity,
        saas_meters.list_ten_thousandths,
        saas_meters.contract_ten_thousandths,
        case
            when usage_parts.commitment_id is null
                then usage_parts.micro_quantity * saas_meters.contract_ten_thousandths
            else 0
        end as billed_cost,
        coalesce(
            usage_parts.effective_cost,
            usage_parts.micro_quantity * saas_meters.contract_ten_thousandths
        ) as effective_cost,
        usage_parts.charge_date,
        1 as charge_days,
        cast(usage_parts.charge_date as timestamp)
        + interval 30 hour
        -- A few rows come late, though before the invoice.
        + case
            when (saas_meters.meter_number * 31 + usage_parts.day_number * 17) % 127 = 0
                then interval 2 day
            else interval 0 day
        end as arrived_at
    from usage_parts
    inner join saas_meters on usage_parts.meter_number = saas_meters.meter_number

),

unused_charges as (

    select
        'Usage' as charge_category,
        'Unused part of the commitment' as charge_description,
        'Usage-Based' as charge_frequency,
        saas_usage.commitment_id,
        'Unused' as commitment_discount_status,
        max(saas_usage.committed_cost) - sum(saas_usage.used_cost) as effective_cost,
        cast(0 as hugeint) as billed_cost,
        saas_usage.charge_date,
        1 as charge_days,
        cast(saas_usage.charge_date as timestamp) + interval 30 hour as arrived_at
    from saas_usage
    where saas_usage.commitment_id is not null
    group by saas_usage.commitment_id, saas_usage.charge_date
    having max(saas_usage.committed_cost) > sum(saas_usage.used_cost)

),

purchases as (

    select
        'Purchase' as charge_category,
        'Dynatrace Platform Subscription, one year prepaid' as charge_description,
        'One-Time' as charge_frequency,
        commitment_id,
        cast(committed_euros as hugeint) * 10000000000 as billed_cost,
        cast(0 as hugeint) as effective_cost,
        start_date as charge_date,
        term_days as charge_days,
        cast(start_date as timestamp) as arrived_at
    from saas_commitments
    where start_date = getvariable('billing_month')
    union all
    select
        'Purchase' as charge_category,
        'Enterprise Success and Support, monthly' as charge_description,
        'Recurring' as charge_frequency,
        null as commitment_id,
        cast(4500 as hugeint) * 10000000000 as billed_cost,
        cast(4500 as hugeint) * 10000000000 as effective_cost,
        getvariable('billing_month') as charge_date,
        day(last_day(getvariable('billing_month'))) as charge_days,
        cast(getvariable('billing_month') as timestamp) as arrived_at

),

one_time_charges as (

    select
        case when saas_one_time_charges.kind = 'Credit' then 'Credit' else 'Usage' end
            as charge_category,
        case when saas_one_time_charges.kind = 'Correction' then 'Correction' end as charge_class,
        saas_meters.meter_number,
        case
            when saas_one_time_charges.kind = 'Credit'
                then 'Service level credit for an interrupted ingest'
            else 'Correction of log records that were ingested twice'
        end as charge_description,
        'One-Time' as charge_frequency,
        case
            when saas_one_time_charges.kind = 'Credit'
                then cast(saas_one_time_charges.cents as hugeint) * 100000000
            -- Whole cents, so that no line of the invoice needs rounding for them.
            else -(
                saas_meters.base_micro_quantity
                * cast(saas_meters.contract_ten_thousandths as hugeint)
                * -saas_one_time_charges.billed_ppm // 1000000 // 100000000 * 100000000
            )
        end as billed_cost,
        saas_one_time_charges.charge_date,
        1 as charge_days,
        cast(getvariable('billing_month') as timestamp) + interval 8 day as arrived_at
    from saas_one_time_charges
    left join saas_meters on saas_one_time_charges.meter_number = saas_meters.meter_number
    where saas_one_time_charges.billing_month = getvariable('billing_month')

),

charges as (

    select
        *,
        micro_quantity * list_ten_thousandths as list_cost,
        micro_quantity * contract_ten_thousandths as contracted_cost
    from usage_charges
    union all by name
    select
        *,
        effective_cost as list_cost,
        effective_cost as contracted_cost
    from unused_charges
    union all by name
    select
        *,
        billed_cost as list_cost,
        billed_cost as contracted_cost
    from purchases
    union all by name
    select
        *,
        billed_cost as effective_cost,
        billed_cost as list_cost,
        billed_cost as contracted_cost
    from one_time_charges

),

-- A commitment has an invoice of its own, on the day after it was purchased.
invoiced_charges as (

    select
        *,
        case
            when charge_category = 'Purchase' and commitment_id is not null then 'commitment'
            else 'usage'
        end as invoice_kind
    from charges

),

invoice_sums as (

    select
        invoice_kind,
        -- To whole cents, before tax.
        (sum(billed_cost) + 50000000) // 100000000 * 100000000 as net_cost,
        (sum(billed_cost) + 50000000) // 100000000 * 100000000 - sum(billed_cost) as rounding_cost,
        sum(effective_cost) as effective_cost,
        sum(list_cost) as list_cost,
        sum(contracted_cost) as contracted_cost,
        min(charge_days) filter (charge_category = 'Purchase') as charge_days
    from invoiced_charges
    group by invoice_kind

),

invoice_charges as (

    select
        'Adjustment' as charge_category,
        'Rounding to whole cents' as charge_description,
        invoice_kind,
        rounding_cost as billed_cost,
        rounding_cost as effective_cost,
        rounding_cost as list_cost,
        rounding_cost as contracted_cost
    from invoice_sums
    where rounding_cost <> 0
    union all
    -- Value added tax of 20 %. The tax of a cost is that of the charges behind it, so a prepaid
    -- commitment has taxed what it bills in one month and what it is worth in all of them.
    select
        'Tax' as charge_category,
        'Value added tax 20 %' as charge_description,
        invoice_kind,
        (net_cost // 5 + 50000000) // 100000000 * 100000000 as billed_cost,
        (effective_cost // 5 + 50000000) // 100000000 * 100000000 as effective_cost,
        (list_cost // 5 + 50000000) // 100000000 * 100000000 as list_cost,
        (contracted_cost // 5 + 50000000) // 100000000 * 100000000 as contracted_cost
    from invoice_sums

),

all_charges as (

    select * from invoiced_charges
    union all by name
    select
        *,
        'One-Time' as charge_frequency,
        getvariable('billing_month') as charge_date,
        day(last_day(getvariable('billing_month'))) as charge_days,
        case
            when invoice_kind = 'usage' then cast(getvariable('closed_at') as timestamp)
            else cast(getvariable('billing_month') as timestamp) + interval 1 day
        end as arrived_at
    from invoice_charges

)

select
    all_charges.*,
    saas_meters.owning_service_id,
    service_teams.team_id as owning_team_id,
    case
        when all_charges.invoice_kind = 'usage'
            then cast(getvariable('closed_at') as timestamp)
        else cast(getvariable('billing_month') as timestamp) + interval 1 day
    end as invoice_issued_at,
    'DT-' || strftime(getvariable('billing_month'), '%Y%m')
    || case when all_charges.invoice_kind = 'usage' then '-01' else '-02' end as invoice_id
from all_charges
left join saas_meters on all_charges.meter_number = saas_meters.meter_number
left join service_teams
    on
        saas_meters.owning_service_id = service_teams.service_id
        and service_teams.valid_from_date <= all_charges.charge_date
        and coalesce(service_teams.valid_to_date, date '9999-01-01') > all_charges.charge_date
where all_charges.arrived_at <= getvariable('known_at')
