with

business_metrics as (select * from {{ ref('stg_business_metrics__metrics') }}),

queries as (select * from {{ ref('int_queries_daily') }}),

gpus as (select * from {{ ref('int_gpus_daily') }}),

charges as (

    select * from {{ ref('int_charges_daily') }}
    where charge_category = 'Usage' and lower(consumed_unit) = 'tokens'

),

-- What meters of infrastructure count is a metric, too.
metrics as (

    select
        cast(metric_at as date) as metric_date,
        metric_name,
        product,
        metric_unit,
        metric_quantity
    from business_metrics
    union all
    select
        usage_date as metric_date,
        'queries' as metric_name,
        engine as product,
        'queries' as metric_unit,
        cast(query_count as {{ type_quantity() }}) as metric_quantity
    from queries
    union all
    select
        usage_date as metric_date,
        'gpu_hours' as metric_name,
        'all' as product,
        quantity_unit as metric_unit,
        capacity_quantity as metric_quantity
    from gpus
    union all
    select
        charge_date as metric_date,
        'tokens' as metric_name,
        provider_name as product,
        consumed_unit as metric_unit,
        consumed_quantity as metric_quantity
    from charges

),

metrics_daily as (

    select
        metric_date,
        metric_name,
        product,
        coalesce(metric_unit, metric_name) as metric_unit,
        cast(sum(metric_quantity) as {{ type_quantity() }}) as metric_quantity
    from metrics
    group by all

)

select * from metrics_daily
