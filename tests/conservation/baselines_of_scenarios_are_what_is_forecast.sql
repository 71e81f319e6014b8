-- By the run, at every node and month.
with

scenarios as (select * from {{ ref('fct_scenarios') }}),

forecasts as (select * from {{ ref('fct_cost_forecasts') }}),

baselines as (

    select
        run_id,
        scenario_name,
        node_id,
        forecast_month,
        effective_cost
    from scenarios
    where layer_name = 'baseline'

),

forecasts_by_month as (

    select
        run_id,
        node_id,
        cast({{ dbt.date_trunc('month', 'forecast_date') }} as date) as forecast_month,
        sum(mean_effective_cost) as effective_cost
    from forecasts
    group by run_id, node_id, cast({{ dbt.date_trunc('month', 'forecast_date') }} as date)

)

select
    baselines.*,
    forecasts_by_month.effective_cost as forecast_effective_cost
from baselines
left join forecasts_by_month
    on
        baselines.run_id = forecasts_by_month.run_id
        and baselines.node_id = forecasts_by_month.node_id
        and baselines.forecast_month = forecasts_by_month.forecast_month
where coalesce(baselines.effective_cost <> forecasts_by_month.effective_cost, true)
