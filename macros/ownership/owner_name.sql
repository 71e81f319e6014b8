{#
    A name as the directory would write it: in lower case, words joined by a hyphen, without the word
    that says what it is (var owner_name_affixes) in front or behind.
#}
{% macro owner_name(name) -%}
    {%- set affixes = var('owner_name_affixes') | join('|') -%}
    regexp_replace(
        regexp_replace(translate(lower(trim({{ name }})), ' _', '--'), '^({{ affixes }})-', ''),
        '-({{ affixes }})$', ''
    )
{%- endmacro %}
