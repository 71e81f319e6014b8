{#
    The days on which a measure of a column is not what it was on the same weekdays before.

    date_column: the day of a row; measure: null_percent, zero_percent, sum, average, min or max;
    group_by: what is judged apart; factor, least_change: how many times, and how much, the measure may
    be off; lag_days: as in volume_anomaly.
#}
{% test column_anomaly(
    model, column_name, date_column, measure, group_by=[], factor=1, least_change=0, lag_days=2
) %}

{{ config(severity='warn') }}

{%- if elementary_is_on() -%}
    {{ elementary.test_column_anomalies(
        model,
        column_name=column_name,
        column_anomalies=[measure],
        dimensions=group_by,
        timestamp_column=date_column,
        where_expression=config.get('where'),
        training_period={'period': 'day', 'count': var('monitor_training_days')}
    ) }}
{%- else -%}
    {%- set figures = {
        'null_percent': '100.0 * count_if(' ~ column_name ~ ' is null) / count(*)',
        'zero_percent': '100.0 * count_if(' ~ column_name ~ ' = 0) / count(*)',
        'sum': 'sum(' ~ column_name ~ ')',
        'average': 'avg(' ~ column_name ~ ')',
        'min': 'min(' ~ column_name ~ ')',
        'max': 'max(' ~ column_name ~ ')',
    } -%}
    {{ unusual_days(
        model, date_column, figures[measure], measure ~ ' of ' ~ column_name, 'seen', group_by, factor,
        least_change, lag_days
    ) }}
{%- endif -%}

{% endtest %}
