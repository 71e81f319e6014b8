{%- set growth -%}
    sqrt(greatest(cast(landings.days_left_count as double) / 60, 1))
{%- endset -%}

with

landings as (select * from {{ ref('int_forecast_landings') }}),

landing_errors as (select * from {{ ref('int_forecast_landing_errors') }}),

-- What is charged already is certain; what is left is as uncertain as past runs were over so many
-- days, and over more than two months by the square root of time.
landings_with_quantiles as (

    select
        landings.run_id,
        landings.as_of_date,
        landings.period_name,
        landings.period_from_date,
        landings.period_to_date,
        landings.node_id,
        landings.level_name,
        landings.owner_id,
        landings.cost_class,
        landings.service_category,
        landings.reporting_currency,
        cast(landings.charged_effective_cost as {{ type_money() }}) as charged_effective_cost,
        cast(
            landings.charged_effective_cost + landings.left_effective_cost as {{ type_money() }}
        ) as mean_effective_cost,
        {% for quantile in ['p10', 'p50', 'p90'] %}
        {{ money(
            'cast(landings.charged_effective_cost as double)'
            ~ ' + cast(landings.left_effective_cost as double)'
            ~ ' + abs(cast(landings.left_effective_cost as double)) * ' ~ growth
            ~ ' * landing_errors.' ~ quantile ~ '_relative_error'
        ) }} as {{ quantile }}_effective_cost,
        {% endfor %}
        cast(landings.days_left_count as bigint) as days_left_count,
        cast(coalesce(landing_errors.landing_count, 0) as bigint) as scored_landing_count
    from landings
    left join landing_errors
        on
            landings.period_name = landing_errors.period_name
            and landings.level_name = landing_errors.level_name
            and landings.cost_class = landing_errors.cost_class

)

select * from landings_with_quantiles
