with

costs as (select * from {{ ref('int_query_costs_split') }}),

detectors as (

    select * from {{ ref('int_opportunity_detectors_applied') }}
    where subject_kind = 'query_class'

),

-- Counts stand in the row of each kind of resource, so they are taken of one.
classes as (

    select
        detectors.detector_id,
        costs.engine,
        costs.cluster_id,
        costs.owner_id,
        costs.query_class,
        '{{ var("reporting_currency") }}' as reporting_currency,
        max(detectors.threshold_quantity) as threshold_quantity,
        max(detectors.saving_ratio) as saving_ratio,
        max(detectors.window_days) as window_days,
        sum(costs.effective_cost) as effective_cost,
        cast(sum(case when costs.resource_kind = 'cpu' then costs.query_count end) as double)
            as query_count,
        cast(sum(case when costs.resource_kind = 'cpu' then costs.input_gib end) as double)
            as input_gib
    from costs
    inner join detectors
        on
            costs.usage_date >= detectors.first_date
            and costs.usage_date <= detectors.last_date
    where not costs.is_idle
    group by all

),

-- Engines differ in what a query is, so each is its own yardstick.
classes_measured as (

    select
        detector_id,
        cluster_id,
        owner_id,
        query_class,
        reporting_currency,
        threshold_quantity,
        saving_ratio,
        concat_ws('/', cluster_id, owner_id, query_class) as class_id,
        {% for name in ['effective_cost', 'input_gib'] %}
        cast(
            cast({{ name }} as double) / query_count / nullif(
                sum(cast({{ name }} as double)) over (
                    partition by detector_id, engine, reporting_currency
                ) / sum(query_count) over (partition by detector_id, engine, reporting_currency),
                0
            ) as {{ type_quantity() }}
        ) as {{ name }}_multiple,
        {% endfor %}
        {{ monthly_cost('effective_cost', 'window_days') }} as monthly_effective_cost
    from classes
    where query_count > 0

)

select * from classes_measured
