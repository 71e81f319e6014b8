with

landings as (select * from {{ ref('int_forecast_landings') }}),

offsets as (select * from {{ ref('int_forecast_landings_made') }}),

-- What falls due by the month has no statistics, and is as certain as what is charged already.
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
            'cast(landings.charged_effective_cost + landings.left_effective_cost as double)'
            ~ ' + coalesce(offsets.' ~ quantile ~ '_offset, 0)'
        ) }} as {{ quantile }}_effective_cost,
        {% endfor %}
        cast(landings.days_left_count as bigint) as days_left_count
    from landings
    left join offsets
        on
            landings.period_name = offsets.period_name
            and landings.node_id = offsets.node_id

)

select * from landings_with_quantiles
