{#
    The rows of a mart that a close freezes: those of closed months as they were closed, those of open
    months as they are computed. A column that the mart has gained since is null in closed months.

    computed: the CTE that holds the mart's rows as they are computed from today's data and rules.
#}
{% macro with_closed_months(computed) -%}
    {%- set names = model.columns.keys() | join(',\n        ') -%}
    select
        {{ names }}
    from {{ computed }}
    where {{ month_of(model.config.meta.closes_by) }} not in (
        select closed_months.billing_month
        from landing.closed_months
        where closed_months.mart_name = '{{ model.name }}'
    )
    union all
    select
        {{ names }}
    from landing.closed_{{ model.name }}
{%- endmacro %}
