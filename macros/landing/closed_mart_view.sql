{# The view of what closes keep of one mart: its rows of the months that are closed now, in the columns
   of its contract. `closed` is what closed_mart_months() returned. #}
{% macro closed_mart_view(mart, closed) %}
    {% set paths = [] %}
    {% for month in closed if month.mart_name == mart.name %}
        {% do paths.append(month.billing_period ~ '/' ~ month.delivery) %}
    {% endfor %}
    {% set relation = '(select 1) as nothing' %}
    {% set found_types = {} %}
    {% if paths %}
        {% set relation = scan_parquet(var('landing') ~ '/period_close/closed_' ~ mart.name) %}
        {% for column in run_query('describe select * from ' ~ relation).rows %}
            {% do found_types.update({column[0] | lower: column[1] | lower}) %}
        {% endfor %}
    {% endif %}
    create or replace view landing.closed_{{ mart.name }} as
    select
        {% for column in mart.columns.values() %}
        {{ landing_column(column.name, column.data_type, found_types.get(column.name)) }} as {{ column.name }}
        {{- ',' if not loop.last }}
        {% endfor %}
    from {{ relation }}
    where {{ is_delivery_among(paths) }}
{% endmacro %}
