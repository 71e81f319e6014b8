{#
    When the hard close that held for a month at a moment was made, or none: months are open until
    they are closed, and open again once they are reopened. `steps` is what landed_steps() returned.
#}
{% macro closed_since(steps, billing_period, moment) %}
    {% set found = namespace(since=none) %}
    {% for step in steps if step.billing_period == billing_period and step.delivery <= moment %}
        {% if step.step == 'hard' %}
            {% set found.since = step.delivery %}
        {% elif step.step == 'reopen' %}
            {% set found.since = none %}
        {% endif %}
    {% endfor %}
    {{ return(found.since) }}
{% endmacro %}
