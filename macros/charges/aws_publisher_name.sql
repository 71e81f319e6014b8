{# Who published what a line of stg_aws_cur__lines sells: AWS, or a seller on its marketplace. #}
{% macro aws_publisher_name() -%}
    case when billing_entity = 'AWS Marketplace' then seller_name else 'AWS' end
{%- endmacro %}
