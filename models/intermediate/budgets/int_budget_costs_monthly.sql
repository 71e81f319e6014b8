with

costs as (select * from {{ ref('int_budget_owner_costs_daily') }}),

costs_monthly as (

    select
        cast({{ dbt.date_trunc('month', 'charge_date') }} as date) as charge_month,
        owner_id,
        account_class,
        reporting_currency,
        max(cost_basis) as cost_basis,
        {% for cost in ['effective_cost', 'allocated_effective_cost', 'committed_billed_cost'] %}
        cast(sum({{ cost }}) as {{ type_money() }}) as {{ cost }}{{ ',' if not loop.last }}
        {% endfor %}
    from costs
    group by cast({{ dbt.date_trunc('month', 'charge_date') }} as date), owner_id, account_class, reporting_currency

)

select * from costs_monthly
