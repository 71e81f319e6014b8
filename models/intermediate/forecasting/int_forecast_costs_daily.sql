with

leaves_daily as (select * from {{ ref('int_forecast_leaves_daily') }}),

ancestors as (select * from {{ ref('int_forecast_ancestors') }}),

costs_daily as (

    select
        node_id,
        charge_date,
        as_of_date,
        effective_cost
    from leaves_daily
    union all
    select
        concat_ws('/', leaves_daily.cost_class, ancestors.ancestor_owner_id) as node_id,
        leaves_daily.charge_date,
        leaves_daily.as_of_date,
        cast(sum(leaves_daily.effective_cost) as {{ type_money() }}) as effective_cost
    from leaves_daily
    inner join ancestors
        on leaves_daily.owner_id = ancestors.owner_id
    group by all

)

select * from costs_daily
