{# One row per day from one date of Python to another: calendar_date. #}
{% macro listed_days(first_date, last_date) -%}
    select cast(listed.calendar_date as date) as calendar_date
    from (values
        {% for number in range((last_date - first_date).days + 1) %}
        ('{{ first_date + modules.datetime.timedelta(days=number) }}'){{ ',' if not loop.last }}
        {% endfor %}
    ) as listed (calendar_date)
{%- endmacro %}
