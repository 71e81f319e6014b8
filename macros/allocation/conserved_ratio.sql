{#
    The ratios of a group so that they sum to exactly one: what rounding leaves over goes to the
    largest, ties in order of key, as in conserved_share and in the final shares of platforms.

    ratio: a column, rounded already; group: the columns of the group; key: the columns that settle
    ties.
#}
{% macro conserved_ratio(ratio, group, key) -%}
    {%- set columns = group | join(', ') -%}
    cast(
        {{ ratio }} + case
            when row_number() over (
                partition by {{ columns }} order by {{ ratio }} desc, {{ key | join(', ') }}
            ) = 1
                then 1 - sum({{ ratio }}) over (partition by {{ columns }})
            else 0
        end as {{ type_ratio() }}
    )
{%- endmacro %}
