{#
    A predicate on a billing month: true for those that hold the newest days. The months are literals,
    so that only their files are opened.
#}
{% macro in_newest_months(billing_month, day_count) -%}
    {%- if not execute -%}
        {{ return('true') }}
    {%- endif -%}
    {%- set months = run_query(
        'select billing_month from ' ~ ref('int_billing_months') ~ ' order by billing_month desc'
        ~ ' limit ' ~ (day_count // 28 + 2)
    ).columns[0].values() -%}
    {%- if months -%}
        {{ billing_month }} in (date '{{ months | sort | join("', date '") }}')
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}
