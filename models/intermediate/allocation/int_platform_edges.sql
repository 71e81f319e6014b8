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

-- What rounding leaves over goes to the largest, the first of equals, as in the final shares.
edges as (

    select
        charge_date,
        platform_owner_id,
        consumer_owner_id,
        cast(
            usage_ratio + case
                when row_number() over (
                    partition by charge_date, platform_owner_id
                    order by usage_ratio desc, consumer_owner_id
                ) = 1
                    then 1 - sum(usage_ratio) over (partition by charge_date, platform_owner_id)
                else 0
            end as {{ type_ratio() }}
        ) as usage_ratio
    from usage_of_others

)

select * from edges
