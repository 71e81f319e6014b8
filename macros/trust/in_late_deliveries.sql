{#
    A predicate on a delivery: true for those that were appended to a bill after the first invoice of
    its month had been issued. The stamps are literals, so that no other file is opened.
#}
{% macro in_late_deliveries(delivery) -%}
    {%- if not execute -%}
        {{ return('true') }}
    {%- endif -%}
    {%- set late = run_query(
        'select distinct deliveries.delivery from ' ~ ref('stg_landing__deliveries')
        ~ ' as deliveries inner join (select billing_month, min(invoice_issued_at) as issued_at from '
        ~ ref('int_invoices_issued') ~ ' group by billing_month) as invoices'
        ~ ' on deliveries.billing_month = invoices.billing_month'
        ~ " where deliveries.delivery_mode = 'append' and "
        ~ delivered_at('deliveries.delivery') ~ ' > invoices.issued_at order by deliveries.delivery'
    ).columns[0].values() -%}
    {%- if late -%}
        {{ delivery }} in ('{{ late | join("', '") }}')
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}
