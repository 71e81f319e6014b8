{# The key of a sub account of a billing account. `costs` is the alias whose columns are read. #}
{% macro account_key(costs) -%}
    md5(concat(
        {{ costs }}.provider_name, '|', {{ costs }}.billing_account_id, '|',
        coalesce({{ costs }}.sub_account_id, '')
    ))
{%- endmacro %}
