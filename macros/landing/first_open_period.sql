{# The first month after a closed one that was open at a moment, as YYYY-MM: what arrives for the
   closed month then is posted there. #}
{% macro first_open_period(steps, billing_period, moment) %}
    {% set month = namespace(
        number=billing_period[:4] | int * 12 + billing_period[5:] | int, name=none
    ) %}
    {% for _ in range(steps | length + 1) if month.name is none %}
        {% set name = '%04d-%02d' % (month.number // 12, month.number % 12 + 1) %}
        {% if closed_since(steps, name, moment) is none %}
            {% set month.name = name %}
        {% endif %}
        {% set month.number = month.number + 1 %}
    {% endfor %}
    {{ return(month.name) }}
{% endmacro %}
