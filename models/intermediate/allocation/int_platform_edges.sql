with

usage as (select * from {{ ref('int_platform_usage_daily') }}),

loops as (select * from {{ ref('int_platform_loops_daily') }}),

-- What a platform uses of itself is for all others; a loop that no owner leaves passes nothing on.
usage_of_others as (

    select
        usage.charge_date,
        usage.platform as platform_owner_id,
        usage.consumer as consumer_owner_id,
        {{ ratio(
            'usage.quantity',
            'sum(usage.quantity) over (partition by usage.charge_date, usage.platform)'
        ) }} as usage_ratio
    from usage
    left join loops
        on usage.charge_date = loops.charge_date and usage.platform = loops.platform
    where
        usage.platform <> usage.consumer
        and usage.quantity > 0
        and loops.platform is null

),

edges as (

    select
        charge_date,
        platform_owner_id,
        consumer_owner_id,
        {{ conserved_ratio(
            'usage_ratio', ['charge_date', 'platform_owner_id'], ['consumer_owner_id']
        ) }} as usage_ratio
    from usage_of_others

)

select * from edges
