{#- Question, method and decision: docs/analyses/forecast_post_mortem.md -#}
with

accuracy as (

    select * from {{ ref('fct_forecast_accuracy') }}
    where cost_class = 'usage'

),

-- Ratios of sums, run by run; the runs say how much one record differs from the next.
runs as (

    select
        level_name,
        horizon_name,
        reporting_currency,
        as_of_date,
        cast(sum(absolute_error_effective_cost) as double)
        / nullif(cast(sum(absolute_effective_cost) as double), 0) as wape_ratio,
        cast(sum(naive_absolute_error_effective_cost) as double)
        / nullif(cast(sum(absolute_effective_cost) as double), 0) as naive_wape_ratio,
        cast(sum(error_effective_cost) as double)
        / nullif(cast(sum(absolute_effective_cost) as double), 0) as bias_ratio,
        sum(cast(coverage_80_ratio as double) * day_count) / sum(day_count) as coverage_80_ratio
    from accuracy
    group by level_name, horizon_name, reporting_currency, as_of_date

),

forecast_post_mortem as (

    select
        level_name,
        horizon_name,
        reporting_currency,
        count(as_of_date) as run_count,
        round(avg(wape_ratio), 4) as wape_ratio,
        round(min(wape_ratio), 4) as wape_ratio_lowest,
        round(max(wape_ratio), 4) as wape_ratio_highest,
        round(avg(naive_wape_ratio), 4) as naive_wape_ratio,
        round(avg(bias_ratio), 4) as bias_ratio,
        round(avg(coverage_80_ratio), 3) as coverage_80_ratio
    from runs
    group by level_name, horizon_name, reporting_currency

)

select * from forecast_post_mortem
order by level_name asc, horizon_name asc
