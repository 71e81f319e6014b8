{#
    The days on which far more or fewer rows have a value than on the same weekdays before, one that is
    new or gone among them.

    date_column: the day of a row; dimensions: the columns that make the value; factor, least_change,
    lag_days: as in volume_anomaly.
#}
{% test dimension_anomaly(model, date_column, dimensions, factor=3, least_change=10, lag_days=2) %}

{{ config(severity='warn') }}

{%- if elementary_is_on() -%}
    {{ elementary.test_dimension_anomalies(
        model,
        dimensions=dimensions,
        timestamp_column=date_column,
        where_expression=config.get('where'),
        training_period={'period': 'day', 'count': var('monitor_training_days')}
    ) }}
{%- else -%}
    {{ unusual_days(
        model, date_column, 'count(*)', 'number of rows of the value', 'learnt', dimensions, factor,
        least_change, lag_days
    ) }}
{%- endif -%}

{% endtest %}
