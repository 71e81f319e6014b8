{#- Question, method and decision: docs/analyses/tagging_debt.md -#}
with

coverage as (

    select * from {{ ref('fct_tag_coverage_monthly') }}
    where attribute_name = 'tag_team'

),

months_ranked as (

    select
        *,
        dense_rank() over (order by billing_month desc) as month_rank
    from coverage

),

-- The newest month is open; the six before it say how much coverage moves by itself.
tagging_debt as (

    select
        source_name,
        provider_name,
        reporting_currency,
        max(case when month_rank = 2 then effective_cost - owner_named_effective_cost end)
            as unnamed_effective_cost,
        max(case when month_rank = 2 then owner_named_ratio end) as owner_named_ratio,
        min(owner_named_ratio) as owner_named_ratio_lowest,
        max(owner_named_ratio) as owner_named_ratio_highest,
        max(case when month_rank = 2 then owner_named_ratio end)
        - max(case when month_rank = 7 then owner_named_ratio end) as owner_named_ratio_change
    from months_ranked
    where month_rank between 2 and 7
    group by source_name, provider_name, reporting_currency

)

select * from tagging_debt
order by unnamed_effective_cost desc, source_name asc
