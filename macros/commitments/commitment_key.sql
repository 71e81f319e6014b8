{# The key of a commitment of a provider. `commitments` is the alias whose columns are read. #}
{% macro commitment_key(commitments) -%}
    md5(concat({{ commitments }}.provider_name, '|', {{ commitments }}.commitment_id))
{%- endmacro %}
