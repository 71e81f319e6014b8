with

sku_costs as (select * from {{ ref('int_sku_costs_monthly') }}),

comparisons as (select * from {{ ref('variance_comparisons') }}),

months as (

    select billing_month
    from sku_costs
    group by billing_month

),

pairs_wanted as (

    select
        comparisons.comparison_name,
        cast(
            {{ dbt.dateadd('month', '-comparisons.month_count', 'months.billing_month') }} as date
        ) as earlier_month,
        months.billing_month as later_month
    from months
    cross join comparisons
    {% for earlier_month, later_month in var('variance_month_pairs') %}
    union all
    select
        'chosen' as comparison_name,
        cast('{{ earlier_month }}-01' as date) as earlier_month,
        cast('{{ later_month }}-01' as date) as later_month
    {% endfor %}

),

months_compared as (

    select
        pairs_wanted.comparison_name,
        pairs_wanted.earlier_month,
        pairs_wanted.later_month
    from pairs_wanted
    inner join months
        on pairs_wanted.earlier_month = months.billing_month

)

select * from months_compared
