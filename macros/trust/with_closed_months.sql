{#
    The rows of a mart that a close freezes: those of closed months as they were closed, those of open
    months as they are computed. A column that the mart has gained since is null in closed months.

    computed: the CTE that holds the mart's rows as they are computed from today's data and rules;
    mart_name: the mart, where a model before it asks for what the mart shows. Such a model has no
    rows that a close keeps of its own, so it cannot disagree with the mart.
#}
{% macro with_closed_months(computed, mart_name=none) -%}
    {%- set mart = closing_marts() | selectattr('name', 'equalto', mart_name) | first or model -%}
    {%- set names = mart.columns.keys() | join(',\n        ') -%}
    select
        {{ names }}
    from {{ computed }}
    where {{ month_of(mart.config.meta.closes_by) }} not in (
        select closed_months.billing_month
        from landing.closed_months
        where closed_months.mart_name = '{{ mart.name }}'
    )
    union all
    select
        {{ names }}
    from landing.closed_{{ mart.name }}
{%- endmacro %}
