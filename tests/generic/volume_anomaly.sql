{#
    The days on which a model has far more or fewer rows than on the same weekdays before.

    date_column: the day of a row; group_by: feeds that are judged apart; factor, least_change: how many
    times, and by how many rows, a day may be off; lag_days: so many days before the newest delivery may
    be incomplete.
#}
{% test volume_anomaly(model, date_column, group_by, factor=1.5, least_change=10, lag_days=2) %}

{{ config(severity='warn') }}

{%- if elementary_is_on() -%}
    {{ elementary.test_dimension_anomalies(
        model,
        dimensions=group_by,
        timestamp_column=date_column,
        where_expression=config.get('where'),
        training_period={'period': 'day', 'count': var('monitor_training_days')}
    ) }}
{%- else -%}
    {{ unusual_days(
        model, date_column, 'count(*)', 'number of rows', 'judged', group_by, factor, least_change,
        lag_days
    ) }}
{%- endif -%}

{% endtest %}
