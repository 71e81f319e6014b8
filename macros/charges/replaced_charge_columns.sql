{#
    The select list of a charge line: the columns of charge_column_names(), some of them replaced.

    replaced: the expressions, by the name of the column; relation: where the others come from, if
    there are several.
#}
{% macro replaced_charge_columns(replaced, relation=none) -%}
    {%- for name in charge_column_names() -%}
        {%- if name in replaced -%}
            {{ replaced[name] }} as {{ name }}
        {%- else -%}
            {{ relation ~ '.' if relation }}{{ name }}
        {%- endif -%}
        {{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
