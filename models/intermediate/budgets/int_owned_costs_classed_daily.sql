with

costs as (select * from {{ ref('int_costs_owned') }}),

account_classes as (select * from {{ ref('account_classes') }}),

costs_classed as (

    select
        costs.charge_date,
        costs.owner_id,
        coalesce(account_classes.account_class, 'unclassified') as account_class,
        costs.reporting_currency,
        cast(sum(costs.effective_cost) as {{ type_money() }}) as effective_cost
    from costs
    left join account_classes
        on costs.environment = account_classes.environment
    group by all

)

select * from costs_classed
