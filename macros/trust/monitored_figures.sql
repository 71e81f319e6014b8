{#
    The CTE `figures` of a monitor: one row per day and group of a model, and a figure of its rows, over
    the days that are judged and those that they are judged by.

    figure: an aggregate; where: which rows count; first_date: the first day that is asked for.
#}
{% macro monitored_figures(model, date_column, group_by, figure, where, first_date) %}
figures as (

    select
        cast({{ date_column }} as date) as monitored_date,
        {{ group_name(group_by) }} as group_name,
        cast({{ figure }} as double) as observed
    from {{ model }}
    where
        billing_month >= cast('{{ first_date.replace(day=1) }}' as date)
        and {{ date_column }} is not null
        and {{ where }}
    group by cast({{ date_column }} as date), {{ group_name(group_by) }}

)
{%- endmacro %}
