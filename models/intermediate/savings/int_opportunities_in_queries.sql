with

expensive_queries as (select * from {{ ref('int_opportunities_expensive_queries') }}),

full_scans as (select * from {{ ref('int_opportunities_full_scans') }}),

machine_days as (

    select * from {{ ref('int_query_hosts_daily') }}
    where resource_kind = 'cpu'

),

resource_days as (select * from {{ ref('int_resource_days_charged') }}),

detectors as (

    select * from {{ ref('int_opportunity_detectors_applied') }}
    where subject_kind = 'query_class'

),

classes as (

    {{ opportunities_unioned(['expensive_queries', 'full_scans']) }}

),

-- Queries are saved on machines: each bears the part that it has in what the cluster costs.
machines as (

    select
        detectors.detector_id,
        machine_days.cluster_id,
        machine_days.resource_id,
        resource_days.reporting_currency,
        max(resource_days.provider_name) as provider_name,
        max(resource_days.service_name) as service_name,
        {{ monthly_cost('sum(resource_days.effective_cost)', 'max(detectors.window_days)') }}
            as monthly_effective_cost
    from machine_days
    inner join resource_days
        on
            machine_days.usage_date = resource_days.usage_date
            and machine_days.resource_id = resource_days.resource_id
    inner join detectors
        on
            machine_days.usage_date >= detectors.first_date
            and machine_days.usage_date <= detectors.last_date
    group by
        detectors.detector_id, machine_days.cluster_id, machine_days.resource_id,
        resource_days.reporting_currency
    having sum(resource_days.effective_cost) > 0

),

machines_with_ratio as (

    select
        *,
        {{ ratio(
            'monthly_effective_cost',
            'sum(monthly_effective_cost) over (partition by detector_id, cluster_id,'
            ~ ' reporting_currency)'
        ) }} as cluster_ratio
    from machines

),

opportunities as (

    select
        classes.detector_id,
        classes.subject_id,
        machines.resource_id as scope_id,
        machines.resource_id,
        classes.owner_id,
        machines.provider_name,
        machines.service_name,
        classes.reporting_currency,
        machines.monthly_effective_cost,
        {{ conserved_share(
            'classes.monthly_potential_cost', 'machines.cluster_ratio',
            ['classes.detector_id', 'classes.subject_id', 'classes.reporting_currency'],
            ['machines.resource_id']
        ) }} as monthly_potential_cost,
        classes.measured_quantity
    from classes
    inner join machines_with_ratio as machines
        on
            classes.detector_id = machines.detector_id
            and classes.scope_id = machines.cluster_id
            and classes.reporting_currency = machines.reporting_currency

)

select * from opportunities
