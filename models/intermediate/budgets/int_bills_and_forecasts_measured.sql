{%- set missed -%}
select wape_ratio from marts.fct_forecast_accuracy
where run_id = {run} and node_id = {node} and horizon_name = 'month'
{%- endset -%}
{%- set waited -%}
select count(*) from marts.dim_dates
where calendar_date <= cast({day} as date) and calendar_date > (
select cast(max({{ delivered_at('delivery') }}) as date) from landing.landed_deliveries
where source_name = {source} and table_name in ({{ charge_table_names() }})
and cast({{ delivered_at('delivery') }} as date) <= cast({day} as date)
)
{%- endset -%}

with

compared as (select * from {{ ref('int_forecasts_compared') }}),

horizons as (select * from {{ ref('forecast_horizons') }}),

deliveries as (select * from {{ ref('stg_landing__deliveries') }}),

dates as (select * from {{ ref('int_fiscal_dates') }}),

-- A run is judged on the last day of its month that has come.
runs as (

    select
        compared.run_id,
        compared.node_id,
        max(compared.forecast_date) as forecast_date,
        cast(sum(abs(compared.mean_effective_cost - compared.effective_cost)) as double)
            as absolute_error_effective_cost,
        cast(sum(abs(compared.effective_cost)) as double) as absolute_effective_cost
    from compared
    inner join horizons
        on
            horizons.horizon_name = 'month'
            and compared.horizon_day_number between horizons.first_day_number
            and horizons.last_day_number
    where compared.cost_class = 'usage' and compared.level_name in ('company', 'pillar')
    group by compared.run_id, compared.node_id
    having sum(abs(compared.effective_cost)) > 0

),

delivery_dates as (

    select
        source_name,
        cast({{ delivered_at('delivery') }} as date) as delivery_date
    from deliveries
    where table_name in ({{ charge_table_names() }}) and {{ delivered_at('delivery') }} is not null
    group by source_name, cast({{ delivered_at('delivery') }} as date)

),

waits as (

    select
        source_name,
        delivery_date,
        lead(delivery_date) over (partition by source_name order by delivery_date)
            as next_delivery_date,
        max(delivery_date) over () as newest_delivery_date
    from delivery_dates

),

measured as (

    select
        'forecast_accuracy' as metric_name,
        'owner' as scope_type,
        split_part(node_id, '/', 2) as scope_id,
        forecast_date as measured_date,
        {{ metric_value('absolute_error_effective_cost / absolute_effective_cost') }}
            as metric_value,
        {{ evidence_query(missed, {'run': 'run_id', 'node': 'node_id'}) }} as evidence_query
    from runs
    union all
    select
        'data_freshness' as metric_name,
        'source' as scope_type,
        waits.source_name as scope_id,
        dates.calendar_date as measured_date,
        {{ metric_value(days_between('waits.delivery_date', 'dates.calendar_date')) }}
            as metric_value,
        {{ evidence_query(waited, {'source': 'waits.source_name', 'day': 'dates.calendar_date'}) }}
            as evidence_query
    from waits
    inner join dates
        on
            waits.delivery_date <= dates.calendar_date
            and coalesce(waits.next_delivery_date, {{ far_future() }}) > dates.calendar_date
            and waits.newest_delivery_date >= dates.calendar_date

)

select * from measured
