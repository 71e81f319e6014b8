{%- set kinds = [
    ('cpu', 'core_hour', 'core_seconds', core_hours),
    ('memory', 'gib_hour', 'byte_seconds', gib_hours),
    ('gpu', 'gpu_hour', 'seconds', core_hours),
] -%}

with

host_usage as (select * from {{ ref('stg_hosts__host_usage') }}),

metered_resources as (select * from {{ ref('int_metered_resources_monthly') }}),

-- A machine on which pods run is metered by these, and must not count twice.
machines as (

    select
        host_usage.*,
        cast(host_usage.interval_started_at as date) as usage_date,
        extract(hour from host_usage.interval_started_at) as first_hour,
        {{ last_hour('host_usage.interval_started_at', 'host_usage.interval_ended_at') }}
            as last_hour
    from host_usage
    inner join metered_resources
        on
            host_usage.billing_month = metered_resources.billing_month
            and host_usage.resource_id = metered_resources.resource_id
    where metered_resources.metered_as = 'machine'

),

hosts_metered as (

    {% for resource_kind, unit, metered_unit, in_hours in kinds %}
    select
        billing_month,
        usage_date,
        resource_id,
        '{{ resource_kind }}' as resource_kind,
        '{{ unit }}' as quantity_unit,
        first_hour,
        last_hour,
        {{ in_hours(resource_kind ~ '_capacity_' ~ metered_unit) }} as capacity_quantity,
        {{ in_hours(resource_kind ~ '_used_' ~ metered_unit) }} as used_quantity
    from machines
    where {{ resource_kind }}_capacity_{{ metered_unit }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from hosts_metered
