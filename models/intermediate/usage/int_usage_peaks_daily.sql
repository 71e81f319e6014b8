{%- set keys = [
    'usage_date', 'owner_id', 'provider_name', 'service_name', 'resource_kind',
] -%}

with

used_intervals as (select * from {{ ref('int_resources_used_hourly') }}),

hours as (

    {% for hour in range(24) %}
    select {{ hour }} as hour_number
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- A metering interval is spread evenly over the hours that it covers. Where it is the only one,
-- each of them is like the first.
intervals_counted as (

    select
        *,
        count(*) over (partition by {{ keys | join(', ') }}) as interval_count
    from used_intervals

),

used_hourly as (

    select
        {% for key in keys %}
        intervals_counted.{{ key }},
        {% endfor %}
        hours.hour_number,
        sum(
            cast(
                cast(intervals_counted.used_quantity as double)
                / (intervals_counted.last_hour - intervals_counted.first_hour + 1)
                as {{ type_quantity() }}
            )
        ) as used_quantity
    from intervals_counted
    inner join hours
        on
            intervals_counted.first_hour <= hours.hour_number
            and intervals_counted.last_hour >= hours.hour_number
            and (
                intervals_counted.interval_count > 1
                or intervals_counted.first_hour = hours.hour_number
            )
    group by all

),

hours_ranked as (

    select
        {{ keys | join(',\n        ') }},
        used_quantity,
        row_number() over (
            partition by {{ keys | join(', ') }} order by used_quantity, hour_number
        ) as hour_rank,
        count(*) over (partition by {{ keys | join(', ') }}) as hour_count
    from used_hourly

),

-- The smallest amount that is enough in 95 of 100 hours: one that occurred, as no estimate is.
peaks as (

    select
        {{ keys | join(',\n        ') }},
        cast(
            min(case when hour_rank * 100 >= hour_count * 95 then used_quantity end)
            as {{ type_quantity() }}
        ) as p95_used_quantity
    from hours_ranked
    group by {{ keys | join(', ') }}

)

select * from peaks
