with

charges as (

    select * from {{ ref('int_charges_daily') }}
    where
        charge_category = 'Usage'
        and charge_class is null
        and is_list_priced
        and consumed_quantity is not null

),

rates as (select * from {{ ref('int_exchange_rates_daily') }}),

skus as (select * from {{ ref('int_usage_skus_priced') }}),

profiles_owned as (select * from {{ ref('int_profiles_owned') }}),

-- Bills still add to their newest days.
newest_days as (

    select
        cast({{ dbt.dateadd('day', -var('forecast_lag_days'), 'max(charge_date)') }} as date)
            as last_usage_date
    from charges

),

-- The day of the usage, not that of the bill: a late charge does not come after an initiative.
usage_by_profile as (

    select
        charges.original_charge_date as usage_date,
        charges.attribute_profile_key,
        charges.charge_date,
        charges.provider_name,
        charges.service_name,
        skus.usage_kind,
        skus.reporting_currency,
        sum(
            {{ money('cast(charges.consumed_quantity as double) * skus.constant_list_price') }}
        ) as constant_list_cost,
        sum({{ converted('charges.effective_cost', 'rates.exchange_rate') }}) as effective_cost
    from charges
    inner join rates
        on
            charges.billing_currency = rates.billing_currency
            and charges.charge_date = rates.charge_date
    inner join skus
        on
            charges.provider_name = skus.provider_name
            and coalesce(charges.service_name, '') = skus.service_name
            and coalesce(charges.sku_id, '') = skus.sku_id
            and coalesce(charges.sku_meter, '') = skus.sku_meter
            and coalesce(charges.region_id, '') = skus.region_id
            and coalesce(charges.consumed_unit, '') = skus.consumed_unit
    inner join newest_days
        on charges.original_charge_date <= newest_days.last_usage_date
    group by all

),

usage_valued as (

    select
        usage_by_profile.usage_date,
        coalesce(profiles_owned.owner_id, 'unallocated') as owner_id,
        usage_by_profile.provider_name,
        usage_by_profile.service_name,
        usage_by_profile.usage_kind,
        usage_by_profile.reporting_currency,
        cast(sum(usage_by_profile.constant_list_cost) as {{ type_money() }}) as constant_list_cost,
        cast(sum(usage_by_profile.effective_cost) as {{ type_money() }}) as effective_cost
    from usage_by_profile
    left join profiles_owned
        on
            usage_by_profile.attribute_profile_key = profiles_owned.attribute_profile_key
            and usage_by_profile.charge_date >= profiles_owned.valid_from_date
            and usage_by_profile.charge_date < profiles_owned.valid_to_date
    group by all

)

select * from usage_valued
