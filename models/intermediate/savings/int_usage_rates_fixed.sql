with

charges as (

    select * from {{ ref('int_charges_converted') }}
    where
        charge_category = 'Usage'
        and coalesce(commitment_discount_status, 'Used') = 'Used'
        and charge_class is null

),

-- A SKU is a meter of a service in a region; what a bill leaves empty is one of them.
usage_by_month as (

    select
        provider_name,
        coalesce(service_name, '') as service_name,
        coalesce(sku_meter, '') as sku_meter,
        coalesce(region_id, '') as region_id,
        reporting_currency,
        billing_month,
        cast({{ dbt.date_trunc('quarter', 'billing_month') }} as date) as quarter_start_date,
        sum(effective_cost) as effective_cost,
        sum(contracted_cost) as contracted_cost
    from charges
    group by all

),

usage_by_quarter as (

    select
        provider_name,
        service_name,
        sku_meter,
        region_id,
        reporting_currency,
        quarter_start_date,
        sum(effective_cost) as effective_cost,
        sum(contracted_cost) as contracted_cost,
        min_by(effective_cost, billing_month) as first_effective_cost,
        min_by(contracted_cost, billing_month) as first_contracted_cost
    from usage_by_month
    group by all

),

-- The first month stands in where there is no quarter before: a whole quarter would move with every
-- month that is added to it.
quarters_with_rate as (

    select
        quarters.provider_name,
        quarters.service_name,
        quarters.sku_meter,
        quarters.region_id,
        quarters.reporting_currency,
        quarters.quarter_start_date,
        case
            when quarters_before.contracted_cost <> 0
                then
                    {{ bounded_ratio(
                        'quarters_before.effective_cost', 'quarters_before.contracted_cost'
                    ) }}
            else
                {{ bounded_ratio(
                    'quarters.first_effective_cost', 'quarters.first_contracted_cost'
                ) }}
        end as rate_ratio
    from usage_by_quarter as quarters
    left join usage_by_quarter as quarters_before
        on
            quarters.provider_name = quarters_before.provider_name
            and quarters.service_name = quarters_before.service_name
            and quarters.sku_meter = quarters_before.sku_meter
            and quarters.region_id = quarters_before.region_id
            and quarters.reporting_currency = quarters_before.reporting_currency
            and quarters_before.quarter_start_date
            = cast({{ dbt.dateadd('month', -3, 'quarters.quarter_start_date') }} as date)

),

-- A rate below zero, or of usage that costs nothing without commitments, is none.
usage_rates_fixed as (

    select
        provider_name,
        service_name,
        sku_meter,
        region_id,
        reporting_currency,
        quarter_start_date,
        case when rate_ratio >= 0 then rate_ratio else cast(1 as {{ type_ratio() }}) end
            as rate_ratio
    from quarters_with_rate

)

select * from usage_rates_fixed
