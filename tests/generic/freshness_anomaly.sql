{#
    The days after which a feed has been silent for longer than it uses to be: until its next day, or the
    newest delivery of any feed, if there is none. A gap may be `lag_days` longer than the median of those
    before.

    date_column: the day of a row; group_by: the columns that make a feed.
#}
{% test freshness_anomaly(model, date_column, group_by=['source_name'], lag_days=2) %}

{{ config(severity='warn') }}
{%- set newest_date = newest_delivery_date() -%}
{%- if elementary_is_on() -%}
    {{ elementary.test_freshness_anomalies(
        model,
        timestamp_column=date_column,
        where_expression=config.get('where'),
        training_period={'period': 'day', 'count': var('monitor_training_days')}
    ) }}
{%- elif newest_date is none -%}
    {{ no_monitored_rows() }}
{%- else -%}
    {%- set first_date = newest_date - modules.datetime.timedelta(days=var('monitored_days')) -%}
with

{{ monitored_figures(
    model, date_column, group_by, 'count(*)',
    first_date - modules.datetime.timedelta(days=var('monitor_training_days'))
) }},

gaps as (

    select
        monitored_date,
        group_name,
        {{ days_between(
            'monitored_date',
            "coalesce(lead(monitored_date) over (partition by group_name order by monitored_date),"
            ~ " cast('" ~ newest_date ~ "' as date))"
        ) }} as gap_days
    from figures

),

usual_gaps as (

    select
        gaps.monitored_date,
        gaps.group_name,
        gaps.gap_days,
        median(earlier.gap_days) as usual_days
    from gaps
    inner join gaps as earlier
        on
            gaps.group_name = earlier.group_name
            and gaps.monitored_date > earlier.monitored_date
    where
        gaps.monitored_date >= cast('{{ first_date }}' as date)
        and {{ days_between('earlier.monitored_date', 'gaps.monitored_date') }}
        <= {{ var('monitor_training_days') }}
    group by gaps.monitored_date, gaps.group_name, gaps.gap_days

)

select
    '{{ monitored_table_name() }}' as table_name,
    monitored_date,
    group_name,
    cast(gap_days as double) as observed,
    cast(usual_days as double) as expected,
    'days without rows after this one' as reason
from usual_gaps
where gap_days > usual_days + {{ lag_days }}
{%- endif -%}

{% endtest %}
