{# Pre-hook of kept alarms: forgets those that this run looks at again. #}
{% macro delete_unsettled_alarms() -%}
    {%- if is_incremental() -%}
        delete from {{ this }}
        where first_seen_date > {{ anomalies_settled_until() }}
    {%- endif -%}
{%- endmacro %}
