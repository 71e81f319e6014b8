{#
    The closed months of a mart whose rows differ from those that were closed: their number or their
    content hash, over the columns that the mart had then.
#}
{% test closed_months_unmoved(model) %}

{% set mart = closing_marts() | selectattr('name', 'equalto', model.identifier) | first %}
{% set query %}
    select
        closed_marts.billing_month,
        closed_marts.column_types,
        closed_marts.row_count,
        closed_marts.content_hash
    from {{ source('period_close', 'closed_marts') }} as closed_marts
    inner join landing.closed_months
        on
            closed_marts.mart_name = closed_months.mart_name
            and closed_marts.billing_month = closed_months.billing_month
            and closed_marts.delivery = closed_months.delivery
    where closed_marts.mart_name = '{{ model.identifier }}'
{% endset %}

{% set closed_marts = run_query(query).rows if execute else [] %}

{% for row in closed_marts %}
select *
from (
    {{ hash_of_rows(row[0], fromjson(row[1]), mart_rows_of_month(mart, row[0])) }}
) as found_rows
where row_count <> {{ row[2] }} or content_hash <> '{{ row[3] }}'
union all
{% endfor %}
select
    '' as mart_name,
    '' as column_types,
    0 as row_count,
    '' as content_hash
where false

{% endtest %}
