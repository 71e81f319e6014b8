with

leaves_daily as (select * from {{ ref('int_forecast_leaves_daily') }}),

drivers as (select * from {{ ref('int_forecast_drivers_matched') }}),

driven_costs_daily as (

    select
        leaves_daily.node_id,
        drivers.driver_id,
        leaves_daily.service_category,
        leaves_daily.charge_date,
        leaves_daily.effective_cost
    from leaves_daily
    inner join drivers
        on leaves_daily.node_id = drivers.node_id

)

select * from driven_costs_daily
