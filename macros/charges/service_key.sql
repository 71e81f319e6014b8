{# The key of a provider's service. `costs` is the alias whose columns are read. #}
{% macro service_key(costs) -%}
    md5(concat({{ costs }}.provider_name, '|', {{ costs }}.service_name))
{%- endmacro %}
