{# A value of a contract's type as the same text everywhere: Spark writes small decimals in powers of
   ten. #}
{% macro portable_text(expression, type) -%}
    {{ return(adapter.dispatch('portable_text')(expression, type)) }}
{%- endmacro %}

{% macro default__portable_text(expression, type) -%}
    cast({{ expression }} as {{ dbt.type_string() }})
{%- endmacro %}

{% macro spark__portable_text(expression, type) -%}
    {%- if type.startswith('decimal') -%}
        replace(format_number({{ expression }}, {{ type.split(',')[1].strip(' )') }}), ',', '')
    {%- else -%}
        cast({{ expression }} as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}
