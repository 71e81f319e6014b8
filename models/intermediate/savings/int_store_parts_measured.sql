with

costs as (select * from {{ ref('int_storage_costs_split') }}),

resources_owned as (select * from {{ ref('int_resources_owned_daily') }}),

detectors as (

    select * from {{ ref('int_opportunity_detectors_applied') }}
    where subject_kind = 'store_part'

),

-- Access that nobody records is not taken for none.
parts as (

    select
        detectors.detector_id,
        costs.resource_id,
        costs.object_prefix,
        costs.storage_class,
        costs.reporting_currency,
        max(costs.table_name) as table_name,
        max_by(costs.owner_id, costs.usage_date) as owner_id,
        max(detectors.threshold_quantity) as threshold_quantity,
        max(detectors.saving_ratio) as saving_ratio,
        max(detectors.last_date) as last_date,
        max(costs.last_accessed_date) as last_accessed_date,
        {{ monthly_cost('sum(costs.effective_cost)', 'max(detectors.window_days)') }}
            as monthly_effective_cost,
        {{ monthly_cost(
            "sum(case when costs.resource_kind = 'bytes' then costs.effective_cost else 0 end)",
            'max(detectors.window_days)'
        ) }} as monthly_bytes_effective_cost
    from costs
    inner join detectors
        on
            costs.usage_date >= detectors.first_date
            and costs.usage_date <= detectors.last_date
    where costs.last_accessed_date is not null
    group by
        detectors.detector_id, costs.resource_id, costs.object_prefix, costs.storage_class,
        costs.reporting_currency
    having max(costs.usage_date) = max(detectors.last_date)

),

parts_measured as (

    select
        parts.*,
        coalesce(resources_owned.provider_name, 'unknown') as provider_name,
        coalesce(resources_owned.service_name, 'unknown') as service_name,
        concat_ws('/', parts.resource_id, parts.object_prefix, parts.storage_class) as part_id,
        cast({{ days_between('parts.last_accessed_date', 'parts.last_date') }} as int)
            as days_since_access
    from parts
    left join resources_owned
        on
            parts.last_date = resources_owned.charge_date
            and parts.resource_id = resources_owned.resource_id

)

select * from parts_measured
