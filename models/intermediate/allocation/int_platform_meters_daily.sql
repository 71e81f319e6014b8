with

platform_usage as (select * from {{ ref('stg_usage__platform_usage') }}),

owner_aliases as (select * from {{ ref('owner_aliases') }}),

-- The sum of a day, so that a correction takes back what it corrects.
usage_summed as (

    select
        cast(interval_started_at as date) as charge_date,
        platform_name,
        meter_name,
        consumer_name,
        case when consumer_type = 'platform' then 'platform' else 'tag_service' end
            as attribute_name,
        quantity_unit,
        sum(metered_quantity) as metered_quantity
    from platform_usage
    group by
        cast(interval_started_at as date), platform_name, meter_name, consumer_name,
        case when consumer_type = 'platform' then 'platform' else 'tag_service' end, quantity_unit

),

usage_with_owners as (

    select
        usage_summed.charge_date,
        coalesce(platform_aliases.owner_id, usage_summed.platform_name) as platform,
        usage_summed.meter_name,
        coalesce(consumer_aliases.owner_id, usage_summed.consumer_name, 'unallocated') as consumer,
        usage_summed.quantity_unit,
        usage_summed.metered_quantity
    from usage_summed
    left join owner_aliases as platform_aliases
        on
            usage_summed.platform_name = platform_aliases.attribute_value
            and platform_aliases.attribute_name = 'platform'
    left join owner_aliases as consumer_aliases
        on
            usage_summed.consumer_name = consumer_aliases.attribute_value
            and usage_summed.attribute_name = consumer_aliases.attribute_name

),

meters_daily as (

    select
        charge_date,
        platform,
        meter_name,
        consumer,
        quantity_unit,
        sum(metered_quantity) as metered_quantity
    from usage_with_owners
    group by charge_date, platform, meter_name, consumer, quantity_unit

)

select * from meters_daily
