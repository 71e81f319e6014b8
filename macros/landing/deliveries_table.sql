{#
    The list of deliveries as a table: one row per source, table, billing period and delivery. It is
    not a view, because a catalog keeps the text of a view and bounds its length.
#}
{% macro deliveries_table(deliveries) %}
    {% set nothing = {'source_name': '', 'table_name': '', 'billing_period': '2000-01',
        'delivery': '', 'delivery_mode': '', 'is_current': false} %}
    create or replace table landing.landed_deliveries {{ table_format() }} as
    select * from (values
        {% for delivery in deliveries or [nothing] %}
        (
            '{{ delivery.source_name }}', '{{ delivery.table_name }}',
            '{{ delivery.billing_period }}', '{{ delivery.delivery }}',
            '{{ delivery.delivery_mode }}', {{ delivery.is_current }}
        )
        {{- ',' if not loop.last }}
        {% endfor %}
    ) as deliveries (
        source_name, table_name, billing_period, delivery, delivery_mode, is_current
    )
    {{ 'where false' if not deliveries }}
{% endmacro %}
