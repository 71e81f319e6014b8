with

machine_days as (select * from {{ ref('int_machine_days_measured') }}),

usage_daily as (

    select
        usage_date as charge_date,
        resource_id,
        machine_kind,
        sku_meter,
        environment,
        owner_id,
        provider_name,
        service_name,
        reporting_currency,
        effective_cost,
        running_hours,
        cpu_capacity_hours,
        cpu_used_hours,
        gpu_capacity_hours,
        gpu_used_hours
    from machine_days

)

select * from usage_daily
