with

errors as (select * from {{ ref('int_forecast_errors') }}),

scales as (select * from {{ ref('int_forecast_scales') }}),

accuracy as (

    select
        errors.run_id,
        errors.as_of_date,
        errors.node_id,
        errors.level_name,
        errors.cost_class,
        errors.horizon_name,
        errors.reporting_currency,
        cast(errors.absolute_effective_cost as {{ type_money() }}) as absolute_effective_cost,
        cast(errors.error_effective_cost as {{ type_money() }}) as error_effective_cost,
        cast(errors.absolute_error_effective_cost as {{ type_money() }})
            as absolute_error_effective_cost,
        cast(errors.naive_absolute_error_effective_cost as {{ type_money() }})
            as naive_absolute_error_effective_cost,
        {{ money('errors.pinball_sum / (5 * errors.day_count)') }} as pinball_effective_cost,
        {{ bounded_ratio(
            'errors.absolute_error_effective_cost', 'errors.absolute_effective_cost'
        ) }} as wape_ratio,
        {{ bounded_ratio(
            'errors.naive_absolute_error_effective_cost', 'errors.absolute_effective_cost'
        ) }} as naive_wape_ratio,
        {{ bounded_ratio('errors.error_effective_cost', 'errors.absolute_effective_cost') }}
            as bias_ratio,
        {{ bounded_ratio(
            'cast(errors.absolute_error_effective_cost as double) * scales.weekly_change_count',
            'errors.day_count * cast(scales.weekly_change_effective_cost as double)',
        ) }} as mase_ratio,
        {{ ratio('errors.covered_80_count', 'errors.interval_day_count') }} as coverage_80_ratio,
        {{ ratio('errors.covered_95_count', 'errors.interval_day_count') }} as coverage_95_ratio,
        cast(errors.day_count as bigint) as day_count
    from errors
    left join scales
        on
            errors.node_id = scales.node_id
            and errors.as_of_date = scales.as_of_date

)

select * from accuracy
