with

incidents as (select * from {{ ref('int_anomaly_incidents') }}),

ancestors as (select * from {{ ref('int_forecast_ancestors') }}),

costs_classed as (select * from {{ ref('int_forecast_costs_classed') }}),

usage_classed as (select * from {{ ref('int_anomaly_usage_classed') }}),

-- Usage is valued where it is used, before any of it is passed on.
costs as (

    select
        'cost' as measured_as,
        owner_id,
        cost_class,
        path_class,
        provider_name,
        service_name,
        service_category,
        charge_date,
        effective_cost as measured_cost
    from costs_classed
    union all
    select
        'usage' as measured_as,
        owner_id,
        cost_class,
        'direct' as path_class,
        provider_name,
        service_name,
        service_category,
        usage_date as charge_date,
        constant_list_cost as measured_cost
    from usage_classed

),

-- A leaf is what its owner has by itself; any other node is all below it.
incident_owners as (

    select
        incidents.anomaly_key,
        incidents.measured_as,
        ancestors.owner_id,
        incidents.cost_class,
        incidents.service_category,
        incidents.start_date,
        incidents.end_date,
        cast(
            {{ dbt.dateadd('day', -var('anomaly_base_days'), 'incidents.start_date') }} as date
        ) as base_from_date
    from incidents
    inner join ancestors
        on incidents.owner_id = ancestors.ancestor_owner_id
    where incidents.level_name <> 'leaf' or incidents.owner_id = ancestors.owner_id

),

costs_compared as (

    select
        incident_owners.anomaly_key,
        costs.owner_id,
        costs.provider_name,
        costs.service_name,
        costs.path_class,
        cast(
            sum(
                case
                    when costs.charge_date < incident_owners.start_date then costs.measured_cost
                    else 0
                end
            ) as {{ type_money() }}
        ) as base_measured_cost,
        cast(
            sum(
                case
                    when costs.charge_date >= incident_owners.start_date then costs.measured_cost
                    else 0
                end
            ) as {{ type_money() }}
        ) as actual_measured_cost
    from incident_owners
    inner join costs
        on
            incident_owners.measured_as = costs.measured_as
            and incident_owners.owner_id = costs.owner_id
            and incident_owners.cost_class = costs.cost_class
            and costs.charge_date
            between incident_owners.base_from_date and incident_owners.end_date
    where
        incident_owners.service_category is null
        or incident_owners.service_category = costs.service_category
    group by all

)

select * from costs_compared
