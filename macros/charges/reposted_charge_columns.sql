{#
    The select list of a charge line that is posted in a later month than its own: amounts count with
    the sign of the posting, and it is a correction of that month. Its charge period stays.

    charges, postings: the aliases of int_charges_delivered and stg_landing__postings.
#}
{% macro reposted_charge_columns(charges, postings) -%}
    {%- set month = postings ~ '.posting_month' -%}
    {%- set replaced = {
        'charge_class': "'Correction'",
        'billing_month': month,
        'billing_period_start': 'cast(' ~ month ~ ' as ' ~ dbt.type_timestamp() ~ ')',
        'billing_period_end':
            'cast(' ~ dbt.dateadd('month', 1, month) ~ ' as ' ~ dbt.type_timestamp() ~ ')',
    } -%}
    {%- for name in charge_column_names() -%}
        {%- set column = charges ~ '.' ~ name -%}
        {%- if name in replaced -%}
            {{ replaced[name] }} as {{ name }}
        {%- elif name.endswith(('_cost', '_quantity')) -%}
            case when {{ postings }}.posting_sign > 0 then {{ column }} else -{{ column }} end as {{ name }}
        {%- else -%}
            {{ column }}
        {%- endif -%}
        {{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
