{# Pre-hook of a model by billing month: forgets the months that are no longer in the landing zone,
   which a replacement of changed months cannot do. #}
{% macro delete_withdrawn_months() -%}
    {%- if is_incremental() -%}
        delete from {{ this }}
        where billing_month not in (select billing_month from {{ ref('int_billing_months') }})
    {%- endif -%}
{%- endmacro %}
