{#
    The months of marts that are closed now: a list of dicts (mart_name, billing_period, billing_month,
    delivery), one for each mart whose rows the close of the month kept.

    deliveries, steps: what landed_deliveries() and landed_steps() returned; marts: closing_marts().
#}
{% macro closed_mart_months(deliveries, steps, marts) %}
    {% set closed = [] %}
    {% for step in steps %}
        {% if step.delivery == closed_since(steps, step.billing_period, '99991231T235959Z') %}
            {% for mart in marts %}
                {% set kept = deliveries
                    | selectattr('table_name', 'equalto', 'closed_' ~ mart.name)
                    | selectattr('billing_period', 'equalto', step.billing_period)
                    | selectattr('delivery', 'equalto', step.delivery) | list %}
                {% if kept %}
                    {% do closed.append(dict(
                        step, mart_name=mart.name, billing_month=step.billing_period ~ '-01'
                    )) %}
                {% endif %}
            {% endfor %}
        {% endif %}
    {% endfor %}
    {{ return(closed) }}
{% endmacro %}
