{#
    A predicate on charges of int_charges_delivered: true for the deliveries that `this` does not hold
    yet. Months and deliveries are literals, so that only their files are opened.
#}
{% macro in_new_deliveries() -%}
    {%- if not execute -%}
        {{ return('true') }}
    {%- endif -%}
    {%- set found = run_query(
        'select deliveries.billing_month, deliveries.delivery from '
        ~ ref('int_charge_deliveries') ~ ' as deliveries'
        ~ ' left join (select distinct source_name, billing_month, delivery from ' ~ this ~ ') as kept'
        ~ ' on deliveries.source_name = kept.source_name'
        ~ ' and deliveries.billing_month = kept.billing_month'
        ~ ' and deliveries.delivery = kept.delivery where kept.delivery is null'
    ) -%}
    {%- if found.rows -%}
        billing_month in (date '{{ found.columns[0].values() | unique | sort | join("', date '") }}')
        and delivery in ('{{ found.columns[1].values() | unique | sort | join("', '") }}')
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}
