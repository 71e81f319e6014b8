with

costs as (select * from {{ ref('int_budget_owner_costs_daily') }}),

costs_monthly as (

    select
        {{ month_of('charge_date') }} as charge_month,
        owner_id,
        account_class,
        reporting_currency,
        max(cost_basis) as cost_basis,
        cast(sum(effective_cost) as {{ type_money() }}) as effective_cost,
        cast(sum(allocated_effective_cost) as {{ type_money() }}) as allocated_effective_cost,
        cast(sum(committed_billed_cost) as {{ type_money() }}) as committed_billed_cost
    from costs
    group by
        {{ month_of('charge_date') }}, owner_id, account_class, reporting_currency

)

select * from costs_monthly
