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
    {%- for name in charge_column_names() if name.endswith(('_cost', '_quantity')) -%}
        {%- set amount = charges ~ '.' ~ name -%}
        {%- do replaced.update({
            name: 'case when ' ~ postings ~ '.posting_sign > 0 then ' ~ amount
                ~ ' else -' ~ amount ~ ' end',
        }) -%}
    {%- endfor -%}
    {{ replaced_charge_columns(replaced, charges) }}
{%- endmacro %}
