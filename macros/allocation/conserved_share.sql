{#
    A share of a cost that was rounded to money, corrected so that the shares of a group add up to
    the cost again: what rounding left over goes to the largest share, ties in order of key.

    share: the rounded share; cost: what the group must add up to (one value per group);
    group: list of columns of the group; weight: what the largest share is judged by;
    key: list of columns that settle ties.
#}
{% macro conserved_share(share, cost, group, weight, key) -%}
    cast(
        {{ share }} + case
            when row_number() over (
                partition by {{ group | join(', ') }}
                order by {{ weight }} desc, {{ key | join(', ') }}
            ) = 1
                then {{ cost }} - sum({{ share }}) over (partition by {{ group | join(', ') }})
            else 0
        end as {{ type_money() }}
    )
{%- endmacro %}
