with

source as (select * from {{ source('plans', 'plan_drivers') }}),

drivers as (

    select
        source_name,
        delivery,
        cast(plan_month_at as date) as plan_month,
        plan_version,
        scenario as scenario_name,
        metric_name,
        product,
        cast(value_low as {{ type_quantity() }}) as planned_quantity_low,
        cast(value as {{ type_quantity() }}) as planned_quantity,
        cast(value_high as {{ type_quantity() }}) as planned_quantity_high,
        reason,
        billing_month
    from source

)

select * from drivers
