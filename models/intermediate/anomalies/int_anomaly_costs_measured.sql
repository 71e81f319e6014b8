with

costs as (select * from {{ ref('int_forecast_costs_daily') }}),

usage_classed as (select * from {{ ref('int_anomaly_usage_classed') }}),

ancestors as (select * from {{ ref('int_forecast_ancestors') }}),

-- What is paid, and what is used whatever is paid for it.
costs_measured as (

    select
        'cost' as measured_as,
        node_id,
        charge_date,
        as_of_date,
        effective_cost as measured_cost
    from costs
    union all
    select
        'usage' as measured_as,
        node_id,
        usage_date as charge_date,
        as_of_date,
        cast(sum(constant_list_cost) as {{ type_money() }}) as measured_cost
    from usage_classed
    group by node_id, usage_date, as_of_date
    union all
    select
        'usage' as measured_as,
        concat_ws('/', usage_classed.cost_class, ancestors.ancestor_owner_id) as node_id,
        usage_classed.usage_date as charge_date,
        usage_classed.as_of_date,
        cast(sum(usage_classed.constant_list_cost) as {{ type_money() }}) as measured_cost
    from usage_classed
    inner join ancestors
        on usage_classed.owner_id = ancestors.owner_id
    group by
        usage_classed.cost_class,
        ancestors.ancestor_owner_id,
        usage_classed.usage_date,
        usage_classed.as_of_date

)

select * from costs_measured
