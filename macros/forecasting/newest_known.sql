{# The place of a row among those of one key, the newest delivery first: plans that move to another
   month are delivered there again. #}
{% macro newest_known(key) -%}
    row_number() over (
        partition by {{ key }} order by delivery desc, billing_month desc, source_name asc
    )
{%- endmacro %}
