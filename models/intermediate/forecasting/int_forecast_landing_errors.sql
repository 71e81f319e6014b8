with

compared as (select * from {{ ref('int_forecasts_compared') }}),

periods as (select * from {{ ref('int_forecast_periods') }}),

-- Past runs are scored on as many days as are left; of more than two months there are too few.
periods_measured as (

    select
        period_name,
        least(days_left_count, 60) as measured_days_count
    from periods

),

landings as (

    select
        periods_measured.period_name,
        compared.run_id,
        compared.node_id,
        compared.level_name,
        compared.cost_class,
        sum(cast(compared.effective_cost as double)) as effective_cost,
        sum(cast(compared.mean_effective_cost as double)) as mean_effective_cost
    from compared
    inner join periods_measured
        on compared.horizon_day_number <= periods_measured.measured_days_count
    group by
        periods_measured.period_name, compared.run_id, compared.node_id, compared.level_name,
        compared.cost_class, periods_measured.measured_days_count
    having count(*) = periods_measured.measured_days_count

),

-- Intervals are conformal on the sum: bounds of days, added up, would be too wide.
errors as (

    select
        period_name,
        level_name,
        cost_class,
        (effective_cost - mean_effective_cost) / abs(mean_effective_cost) as relative_error,
        row_number() over (
            partition by period_name, level_name, cost_class
            order by
                (effective_cost - mean_effective_cost) / abs(mean_effective_cost), run_id, node_id
        ) as error_rank,
        count(*) over (partition by period_name, level_name, cost_class) as error_count
    from landings
    where abs(mean_effective_cost) > 0

),

landing_errors as (

    select
        period_name,
        level_name,
        cost_class,
        {% for quantile, place in [
            ('p10', 'greatest(floor((error_count + 1) * 0.1), 1)'),
            ('p50', 'ceil((error_count + 1) * 0.5)'),
            ('p90', 'least(ceil((error_count + 1) * 0.9), error_count)'),
        ] %}
        max(case when error_rank = {{ place }} then relative_error end)
            as {{ quantile }}_relative_error,
        {% endfor %}
        count(*) as landing_count
    from errors
    group by period_name, level_name, cost_class

)

select * from landing_errors
