with

metrics as (select * from {{ ref('int_unit_metrics_daily') }}),

numerators as (select * from {{ ref('int_unit_cost_numerators_daily') }}),

followed as (select * from {{ ref('unit_cost_metrics') }}),

-- A metric is expected from its first day on.
metrics_begun as (

    select
        metric_name,
        product,
        metric_unit,
        min(metric_date) as first_date
    from metrics
    group by metric_name, product, metric_unit

),

unit_costs as (

    select
        followed.metric_name,
        followed.product,
        followed.metric_unit,
        followed.units_per_unit_count,
        followed.cost_name,
        followed.cost_basis,
        followed.owner_id,
        numerators.charge_date,
        numerators.effective_cost,
        metrics.metric_quantity,
        case
            when metrics.metric_quantity > 0
                then
                    cast(numerators.effective_cost as double)
                    * followed.units_per_unit_count
                    / cast(metrics.metric_quantity as double)
        end as unit_cost,
        metrics.metric_quantity is null as is_metric_missing,
        coalesce(metrics.metric_quantity <= 0, false) as is_metric_zero
    from followed
    inner join metrics_begun
        on
            followed.metric_name = metrics_begun.metric_name
            and followed.product = metrics_begun.product
            and followed.metric_unit = metrics_begun.metric_unit
    inner join numerators
        on
            {{ same_unit_cost('followed', 'numerators') }}
            and metrics_begun.first_date <= numerators.charge_date
    left join metrics
        on
            followed.metric_name = metrics.metric_name
            and followed.product = metrics.product
            and followed.metric_unit = metrics.metric_unit
            and numerators.charge_date = metrics.metric_date

)

select * from unit_costs
