{# The landing tables whose rows are charges, as a list of SQL texts. #}
{% macro charge_table_names() -%}
    'aws_cur_lines', 'focus_charges', 'gcp_billing_lines'
{%- endmacro %}
