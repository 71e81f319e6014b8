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
        {% for day, name in [('calendar_date', 'reached'), ('as_of_date', 'reached_before')] %}
        least(1, greatest(0, (
            1 + {{ days_between('initiatives.start_date', 'days.' ~ day) }}
        ) / cast(initiatives.ramp_days as double))) as {{ name }}_ratio{{ ',' if not loop.last }}
        {% endfor %}
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
