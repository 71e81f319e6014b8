with

hosts as (select * from {{ ref('int_hosts_metered') }}),

resources_owned as (select * from {{ ref('int_resources_owned_daily') }}),

kubernetes as (select * from {{ ref('int_kubernetes_used_hourly') }}),

volumes as (select * from {{ ref('int_volumes_utilised') }}),

stores as (select * from {{ ref('int_stores_utilised') }}),

used_intervals as (

    select
        hosts.usage_date,
        coalesce(resources_owned.owner_id, 'unallocated') as owner_id,
        coalesce(resources_owned.provider_name, 'unknown') as provider_name,
        coalesce(resources_owned.service_name, 'unknown') as service_name,
        hosts.resource_kind,
        hosts.first_hour,
        hosts.last_hour,
        hosts.used_quantity
    from hosts
    left join resources_owned
        on
            hosts.usage_date = resources_owned.charge_date
            and hosts.resource_id = resources_owned.resource_id
    where hosts.used_quantity is not null
    union all
    select
        usage_date,
        owner_id,
        provider_name,
        service_name,
        resource_kind,
        first_hour,
        last_hour,
        used_quantity
    from kubernetes
    -- What is stored hardly changes within a day: it counts as even over its hours.
    {% for relation, quantity in [('volumes', 'used_quantity'), ('stores', 'stored_quantity')] %}
    union all
    select
        usage_date,
        owner_id,
        provider_name,
        service_name,
        'storage' as resource_kind,
        0 as first_hour,
        23 as last_hour,
        {{ quantity }} as used_quantity
    from {{ relation }}
    where {{ quantity }} is not null
    {% endfor %}

),

used_hourly as (

    select
        usage_date,
        owner_id,
        provider_name,
        service_name,
        resource_kind,
        first_hour,
        last_hour,
        cast(sum(used_quantity) as {{ type_quantity() }}) as used_quantity
    from used_intervals
    group by
        usage_date, owner_id, provider_name, service_name, resource_kind, first_hour, last_hour

)

select * from used_hourly
