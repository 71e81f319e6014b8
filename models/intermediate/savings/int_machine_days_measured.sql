with

resource_days as (select * from {{ ref('int_resource_days_charged') }}),

hours_priced as (select * from {{ ref('int_machine_hours_priced') }}),

metered_resources as (select * from {{ ref('int_metered_resources_monthly') }}),

meter_days as (select * from {{ ref('int_host_days_metered') }}),

resources_owned as (select * from {{ ref('int_resources_owned_daily') }}),

-- How long a machine ran follows from its price: bills of resources have no quantity.
machine_days as (

    select
        resource_days.usage_date,
        resource_days.resource_id,
        metered_resources.metered_as as machine_kind,
        resource_days.reporting_currency,
        {{ value_of_largest('resource_days.sku_meter', 'resource_days.list_cost') }} as sku_meter,
        {{ value_of_largest('resource_days.environment', 'resource_days.list_cost') }}
            as environment,
        cast(sum(resource_days.effective_cost) as {{ type_money() }}) as effective_cost,
        cast(
            sum(
                cast(resource_days.list_cost as double)
                / cast(hours_priced.list_cost_per_hour as double)
            ) as {{ type_quantity() }}
        ) as running_hours
    from resource_days
    inner join metered_resources
        on
            {{ month_of('resource_days.usage_date') }} = metered_resources.billing_month
            and resource_days.resource_id = metered_resources.resource_id
    left join hours_priced
        on
            resource_days.usage_date = hours_priced.charge_date
            and resource_days.provider_name = hours_priced.provider_name
            and resource_days.sku_meter = hours_priced.sku_meter
            and resource_days.reporting_currency = hours_priced.reporting_currency
    where metered_resources.metered_as in ('machine', 'node')
    group by
        resource_days.usage_date, resource_days.resource_id, metered_resources.metered_as,
        resource_days.reporting_currency

),

machine_days_measured as (

    select
        machine_days.*,
        coalesce(resources_owned.owner_id, 'unallocated') as owner_id,
        coalesce(resources_owned.provider_name, 'unknown') as provider_name,
        coalesce(resources_owned.service_name, 'unknown') as service_name,
        meter_days.cpu_capacity_hours,
        meter_days.cpu_used_hours,
        meter_days.gpu_capacity_hours,
        meter_days.gpu_used_hours
    from machine_days
    left join meter_days
        on
            machine_days.usage_date = meter_days.usage_date
            and machine_days.resource_id = meter_days.resource_id
    left join resources_owned
        on
            machine_days.usage_date = resources_owned.charge_date
            and machine_days.resource_id = resources_owned.resource_id

)

select * from machine_days_measured
