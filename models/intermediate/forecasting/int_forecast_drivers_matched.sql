with

leaves_daily as (select * from {{ ref('int_forecast_leaves_daily') }}),

ancestors as (select * from {{ ref('int_forecast_ancestors') }}),

cost_drivers as (select * from {{ ref('cost_drivers') }}),

leaves as (

    select
        node_id,
        owner_id,
        service_category,
        max(as_of_date) as as_of_date
    from leaves_daily
    where method = 'statistical'
    group by node_id, owner_id, service_category

),

depths as (

    select
        owner_id,
        count(*) as ancestor_count
    from ancestors
    group by owner_id

),

-- The rule of the nearest owner above holds: it has the most owners above itself.
drivers_ranked as (

    select
        leaves.node_id,
        leaves.service_category,
        cost_drivers.metric_name,
        cost_drivers.product,
        row_number() over (
            partition by leaves.node_id
            order by depths.ancestor_count desc, ancestors.ancestor_owner_id asc
        ) as driver_rank
    from leaves
    inner join ancestors
        on leaves.owner_id = ancestors.owner_id
    inner join depths
        on ancestors.ancestor_owner_id = depths.owner_id
    inner join cost_drivers
        on
            ancestors.ancestor_owner_id = cost_drivers.owner_id
            and leaves.as_of_date >= cost_drivers.valid_from_date
            and leaves.as_of_date < coalesce(cost_drivers.valid_to_date, {{ far_future() }})

),

drivers_matched as (

    select
        node_id,
        service_category,
        concat_ws('/', metric_name, product) as driver_id
    from drivers_ranked
    where driver_rank = 1

)

select * from drivers_matched
