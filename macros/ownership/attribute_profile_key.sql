{# The key of a charge's attribute profile. `charges` is the alias whose columns are read. #}
{% macro attribute_profile_key(charges) -%}
    md5(concat(
        {%- for attribute in ownership_attributes() %}
        coalesce({{ charges }}.{{ attribute }}, ''){{ ", '|'," if not loop.last }}
        {%- endfor %}
    ))
{%- endmacro %}
