{# An expression that stops the query with a message; it is evaluated only where a case reaches it.
   `type` is what the other branches of the case return. #}
{% macro raise_error(message, type) -%}
    {{ return(adapter.dispatch('raise_error')(message, type)) }}
{%- endmacro %}

{% macro default__raise_error(message, type) -%}
    cast(error({{ message }}) as {{ type }})
{%- endmacro %}

{% macro spark__raise_error(message, type) -%}
    cast(raise_error({{ message }}) as {{ type }})
{%- endmacro %}
