{# Pre-hook of a model by delivery: forgets the deliveries that are no longer in the landing zone. #}
{% macro delete_withdrawn_deliveries() -%}
    {%- if is_incremental() -%}
        delete from {{ this }}
        where concat(source_name, '/', billing_month, '/', delivery) not in (
            select concat(source_name, '/', billing_month, '/', delivery)
            from {{ ref('int_charge_deliveries') }}
        )
    {%- endif -%}
{%- endmacro %}
