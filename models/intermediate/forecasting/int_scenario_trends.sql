with

trends as (select * from {{ ref('technology_trends') }}),

scenarios as (select * from {{ ref('int_scenarios_listed') }}),

days as (select * from {{ ref('int_scenario_days') }}),

trends_daily as (

    select
        scenarios.scenario_name,
        trends.trend_id,
        trends.trend_kind,
        trends.service_category,
        cast(trends.affected_ratio as double) as affected_ratio,
        cast(trends.price_ratio as double) as price_ratio,
        days.forecast_month,
        days.calendar_date,
        days.month_day_count,
        -- What was so before the forecast began is in its history.
        {{ ramped('trends.valid_from_date', 'days.calendar_date', 'trends.ramp_days') }}
            as reached_ratio,
        {{ ramped('trends.valid_from_date', 'days.as_of_date', 'trends.ramp_days') }}
            as reached_before_ratio,
        greatest(0, {{ days_between(
            'greatest(trends.valid_from_date, days.as_of_date)', 'days.calendar_date'
        ) }}) as declining_days
    from trends
    inner join scenarios
        on coalesce(trends.scenario_name, scenarios.scenario_name) = scenarios.scenario_name
    inner join days
        on days.calendar_date < coalesce(trends.valid_to_date, {{ far_future() }})

),

-- A migration moves a part of the usage to another price, evenly over its ramp; a decline makes all
-- of it cheaper by the same ratio every year.
trends_valued as (

    select
        scenario_name,
        service_category,
        forecast_month,
        calendar_date,
        month_day_count,
        case trend_kind
            when 'migration'
                then
                    (1 - affected_ratio * (1 - price_ratio) * reached_ratio)
                    / (1 - affected_ratio * (1 - price_ratio) * reached_before_ratio)
            else 1 - affected_ratio * (1 - power(price_ratio, declining_days / cast(365 as double)))
        end as price_ratio
    from trends_daily

),

trends_combined as (

    select
        scenario_name,
        service_category,
        forecast_month,
        calendar_date,
        max(month_day_count) as month_day_count,
        {{ product_of('price_ratio') }} as price_ratio
    from trends_valued
    group by scenario_name, service_category, forecast_month, calendar_date

),

scenario_trends as (

    select
        scenario_name,
        service_category,
        forecast_month,
        1 - sum(1 - price_ratio) / max(month_day_count) as price_ratio
    from trends_combined
    group by scenario_name, service_category, forecast_month

)

select * from scenario_trends
