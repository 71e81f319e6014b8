with

initiatives as (select * from {{ ref('int_initiatives_current') }}),

days as (select * from {{ ref('int_scenario_days') }}),

-- The part that is reached already is in what was charged, and so in the forecast.
ramps as (

    select
        initiatives.initiative_id,
        initiatives.target_owner_id,
        initiatives.expected_monthly_saving_cost,
        days.forecast_month,
        {{ ramped('initiatives.start_date', 'days.calendar_date', 'initiatives.ramp_days') }}
            as reached_ratio,
        {{ ramped('initiatives.start_date', 'days.as_of_date', 'initiatives.ramp_days') }}
            as reached_before_ratio
    from initiatives
    cross join days

),

initiatives_ramped as (

    select
        initiative_id,
        target_owner_id,
        forecast_month,
        {{ money(
            'cast(max(expected_monthly_saving_cost) as double)'
            ~ ' * avg(reached_ratio - reached_before_ratio)'
        ) }} as saving_cost
    from ramps
    group by initiative_id, target_owner_id, forecast_month

)

select * from initiatives_ramped
