{# The list of deliveries as a view: one row per source, table, billing period and delivery. #}
{% macro deliveries_view(deliveries) %}
    {% set nothing = {'source_name': '', 'table_name': '', 'billing_period': '2000-01',
        'delivery': '', 'delivery_mode': '', 'is_current': false} %}
    create or replace view landing.deliveries as
    {% for delivery in deliveries or [nothing] %}
        select
            '{{ delivery.source_name }}' as source_name,
            '{{ delivery.table_name }}' as table_name,
            '{{ delivery.billing_period }}' as billing_period,
            '{{ delivery.delivery }}' as delivery,
            '{{ delivery.delivery_mode }}' as delivery_mode,
            {{ delivery.is_current }} as is_current
        {{ 'union all' if not loop.last }}
    {% endfor %}
    {{ 'where false' if not deliveries }}
{% endmacro %}
