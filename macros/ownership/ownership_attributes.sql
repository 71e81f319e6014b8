{# The attributes of a charge that ownership rules may look at; their combination is its profile. #}
{% macro ownership_attributes() -%}
    {{ return([
        'source_name',
        'provider_name',
        'billing_account_id',
        'sub_account_id',
        'sub_account_name',
        'service_name',
        'region_id',
        'tag_team',
        'tag_environment',
        'tag_service',
        'tag_cost_center',
        'resource_label',
    ]) }}
{%- endmacro %}
