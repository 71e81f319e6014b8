{#
    A predicate on a billing month: true for the months whose input differs from what `this` was
    built from. The months are literals, so that only their files are opened.
#}
{% macro in_changed_months(billing_month) -%}
    {%- if not execute -%}
        {{ return('true') }}
    {%- endif -%}
    {%- set changed = run_query(
        'select months.billing_month from ' ~ ref('int_billing_months') ~ ' as months'
        ~ ' left join (select distinct billing_month, input_key from ' ~ this ~ ') as built'
        ~ ' on months.billing_month = built.billing_month and months.input_key = built.input_key'
        ~ ' where built.input_key is null order by months.billing_month'
    ).columns[0].values() -%}
    {%- if changed -%}
        {{ billing_month }} in (date '{{ changed | join("', date '") }}')
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}
