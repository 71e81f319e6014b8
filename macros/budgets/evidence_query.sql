{#
    The text of a query that gives a value again, on one line: an expression.

    template: the query; {name} in it stands for the text of a column between quotes, {mart} for that of a
    mart without them.
    values: columns by name, none of them null.
#}
{% macro evidence_query(template, values) -%}
    {%- set parts = namespace(text=template | replace('\n', ' ') | replace("'", "''")) -%}
    {%- for name, column in values.items() -%}
        {%- set quote = '' if name == 'mart' else "''" -%}
        {%- set text = "', cast(" ~ column ~ " as " ~ dbt.type_string() ~ "), '" -%}
        {%- set parts.text = parts.text | replace('{' ~ name ~ '}', quote ~ text ~ quote) -%}
    {%- endfor -%}
    concat('{{ parts.text }}')
{%- endmacro %}
