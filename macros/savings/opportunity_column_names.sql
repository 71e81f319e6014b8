{# The columns that every detector of opportunities has, in their order. #}
{% macro opportunity_column_names() -%}
    {{ return([
        'detector_id', 'subject_id', 'scope_id', 'resource_id', 'owner_id', 'provider_name',
        'service_name', 'reporting_currency', 'monthly_effective_cost', 'monthly_potential_cost',
        'measured_quantity',
    ]) }}
{%- endmacro %}
