with

costs_classed as (select * from {{ ref('int_forecast_costs_classed') }}),

leaves_daily as (

    select
        node_id,
        charge_date,
        as_of_date,
        owner_id,
        cost_class,
        method,
        service_category,
        reporting_currency,
        cast(sum(effective_cost) as {{ type_money() }}) as effective_cost
    from costs_classed
    group by all

)

select * from leaves_daily
