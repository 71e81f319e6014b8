{#
    The text of a query that gives a value again, on one line: an expression.

    template: the query; {name} in it stands for the text of a column between quotes, {mart} for that of
    a mart without them. values: columns by name, none of them null. A quote in a value is doubled, so
    that nothing on a bill ends the text. Quotes are written as chr(39): engines escape them differently.
#}
{% macro evidence_query(template, values) -%}
    {%- set parts = namespace(text=template | replace('\n', ' ') | replace("'", "', chr(39), '")) -%}
    {%- for name, column in values.items() -%}
        {%- set text = 'cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')' -%}
        {%- if name != 'mart' -%}
            {%- set text = 'chr(39), replace(' ~ text ~ ', chr(39), concat(chr(39), chr(39))), chr(39)' -%}
        {%- endif -%}
        {%- set parts.text = parts.text | replace('{' ~ name ~ '}', "', " ~ text ~ ", '") -%}
    {%- endfor -%}
    concat('{{ parts.text }}')
{%- endmacro %}
