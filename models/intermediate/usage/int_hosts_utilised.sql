with

metered_intervals as (select * from {{ ref('int_hosts_metered') }}),

costs as (select * from {{ ref('int_host_costs_split') }}),

resources_owned as (select * from {{ ref('int_resources_owned_daily') }}),

-- Capacity counts where its use is known: what nobody measured is not idle.
metered as (

    select
        usage_date,
        resource_id,
        resource_kind,
        quantity_unit,
        sum(capacity_quantity) as capacity_quantity,
        sum(used_quantity) as used_quantity
    from metered_intervals
    where used_quantity is not null
    group by usage_date, resource_id, resource_kind, quantity_unit

),

-- A machine may cost money on a day without a meter, and be metered on a day without a bill.
hosts as (

    select
        coalesce(metered.usage_date, costs.usage_date) as usage_date,
        coalesce(metered.resource_id, costs.resource_id) as resource_id,
        coalesce(metered.resource_kind, costs.resource_kind) as resource_kind,
        coalesce(metered.quantity_unit, costs.quantity_unit) as quantity_unit,
        coalesce(costs.reporting_currency, '{{ var("reporting_currency") }}')
            as reporting_currency,
        coalesce(costs.effective_cost, 0) as effective_cost,
        metered.capacity_quantity,
        metered.used_quantity
    from metered
    full outer join costs
        on
            metered.usage_date = costs.usage_date
            and metered.resource_id = costs.resource_id
            and metered.resource_kind = costs.resource_kind

),

-- Whoever runs a machine has asked for all of it.
hosts_utilised as (

    select
        hosts.usage_date,
        hosts.resource_id,
        coalesce(resources_owned.owner_id, 'unallocated') as owner_id,
        coalesce(resources_owned.provider_name, 'unknown') as provider_name,
        coalesce(resources_owned.service_name, 'unknown') as service_name,
        hosts.resource_kind,
        hosts.quantity_unit,
        hosts.reporting_currency,
        hosts.effective_cost,
        hosts.capacity_quantity,
        hosts.capacity_quantity as requested_quantity,
        hosts.used_quantity
    from hosts
    left join resources_owned
        on
            hosts.usage_date = resources_owned.charge_date
            and hosts.resource_id = resources_owned.resource_id

)

select * from hosts_utilised
