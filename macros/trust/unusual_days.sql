{#
    The days on which a figure of a model is not what the days before let expect: the median of the same
    weekdays of the last `monitor_training_days`. It is unusual if it is off by more than `factor` times,
    by more than `least_change`, and by more than six times what those weekdays differ by themselves
    (their median deviation, in standard deviations).

    days: which days have a figure. 'seen': those with rows; 'judged': all, and one without rows has 0,
    but nothing is learnt from it; 'learnt': all, so that a group that was never there is expected to
    have 0. lag_days: so many days before the newest delivery may be incomplete.
#}
{% macro unusual_days(
    relation, date_column, figure, figure_name, days, group_by, factor, least_change, lag_days
) %}
{%- set newest_date = newest_delivery_date() -%}
{%- if newest_date is none -%}
    {{ return(no_monitored_rows()) }}
{%- endif -%}
{%- set first_date = newest_date - modules.datetime.timedelta(days=var('monitored_days')) -%}
{%- set first_learnt_date = first_date - modules.datetime.timedelta(days=var('monitor_training_days')) -%}
{%- set last_date = newest_date - modules.datetime.timedelta(days=lag_days) -%}
with

{{ monitored_figures(relation, date_column, group_by, figure, first_learnt_date) }},

{% if days != 'seen' %}
calendar as (

    {{ listed_days(first_learnt_date, last_date) }}

),

known_groups as (

    select
        group_name,
        {{ 'min(monitored_date)' if days == 'judged' else 'min(min(monitored_date)) over ()' }}
            as first_date,
        max(max(monitored_date)) over () as last_date
    from figures
    group by group_name

),

{% endif %}
figures_of_days as (

    {% if days == 'seen' %}
    select
        monitored_date,
        group_name,
        observed
    from figures
    {% else %}
    select
        calendar.calendar_date as monitored_date,
        known_groups.group_name,
        coalesce(figures.observed, 0) as observed
    from known_groups
    inner join calendar
        on
            known_groups.first_date <= calendar.calendar_date
            and known_groups.last_date >= calendar.calendar_date
    left join figures
        on
            calendar.calendar_date = figures.monitored_date
            and known_groups.group_name = figures.group_name
    {% endif %}

),

same_weekdays as (

    select
        judged.monitored_date,
        judged.group_name,
        judged.observed,
        learnt.observed as usual
    from figures_of_days as judged
    inner join {{ 'figures' if days == 'judged' else 'figures_of_days' }} as learnt
        on
            judged.group_name = learnt.group_name
            and judged.monitored_date > learnt.monitored_date
    where
        judged.monitored_date between cast('{{ first_date }}' as date) and cast('{{ last_date }}' as date)
        and {{ days_between('learnt.monitored_date', 'judged.monitored_date') }}
        <= {{ var('monitor_training_days') }}
        and {{ days_between('learnt.monitored_date', 'judged.monitored_date') }} % 7 = 0

),

expectations as (

    select
        monitored_date,
        group_name,
        max(observed) as observed,
        median(usual) as expected,
        count(*) as day_count
    from same_weekdays
    group by monitored_date, group_name

),

deviations as (

    select
        expectations.monitored_date,
        expectations.group_name,
        expectations.observed,
        expectations.expected,
        1.4826 * median(abs(same_weekdays.usual - expectations.expected)) as deviation
    from expectations
    inner join same_weekdays
        on
            expectations.monitored_date = same_weekdays.monitored_date
            and expectations.group_name = same_weekdays.group_name
    where expectations.day_count >= 3
    group by
        expectations.monitored_date,
        expectations.group_name,
        expectations.observed,
        expectations.expected

)

select
    '{{ monitored_table_name() }}' as table_name,
    monitored_date,
    group_name,
    observed,
    expected,
    '{{ figure_name }} is unlike that of the same weekdays before' as reason
from deviations
where
    abs(observed - expected) > greatest({{ least_change }}, 6 * deviation)
    and (
        abs(observed) > {{ factor }} * abs(expected) or abs(observed) < abs(expected) / {{ factor }}
    )
{%- endmacro %}
