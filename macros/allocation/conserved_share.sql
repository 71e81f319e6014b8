{#
    The share of a cost that a ratio gives, rounded to money so that the shares of a group add up to
    the cost again: what rounding leaves over goes to the largest share, ties in order of key.

    cost: what the group adds up to (one value per group); ratio: the share of it; group: the columns
    of the group; key: the columns that settle ties.
#}
{% macro conserved_share(cost, ratio, group, key) -%}
    {%- set share = money(cost ~ ' * ' ~ ratio) -%}
    {%- set columns = group | join(', ') -%}
    cast(
        {{ share }} + case
            when row_number() over (
                partition by {{ columns }} order by {{ ratio }} desc, {{ key | join(', ') }}
            ) = 1
                then {{ cost }} - sum({{ share }}) over (partition by {{ columns }})
            else 0
        end as {{ type_money() }}
    )
{%- endmacro %}
