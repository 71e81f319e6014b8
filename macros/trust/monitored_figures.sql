{#
    The CTE `figures` of a monitor: one row per day and group of a model, and a figure of its rows, over
    the days that are judged and those that they are judged by.

    relation: the model; figure: an aggregate; first_date: the first day that is asked for.
#}
{% macro monitored_figures(relation, date_column, group_by, figure, first_date) %}
figures as (

    select
        cast({{ date_column }} as date) as monitored_date,
        {{ group_name(group_by) }} as group_name,
        cast({{ figure }} as double) as observed
    from {{ relation }}
    where
        billing_month >= cast('{{ first_date.replace(day=1) }}' as date)
        and {{ date_column }} is not null
    group by cast({{ date_column }} as date), {{ group_name(group_by) }}

)
{%- endmacro %}
