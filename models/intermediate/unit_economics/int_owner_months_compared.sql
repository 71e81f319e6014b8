with

sku_costs as (select * from {{ ref('int_sku_costs_monthly') }}),

months_compared as (select * from {{ ref('int_months_compared') }}),

ancestors as (select * from {{ ref('int_forecast_ancestors') }}),

-- What every owner, with all below it, costs in each month.
owner_costs as (

    select
        ancestors.ancestor_owner_id as owner_id,
        sku_costs.billing_month,
        sum(sku_costs.effective_cost) as effective_cost
    from sku_costs
    inner join ancestors
        on sku_costs.owner_id = ancestors.owner_id
    group by all

),

owner_months_compared as (

    select
        months_compared.comparison_name,
        months_compared.earlier_month,
        months_compared.later_month,
        owner_costs.owner_id,
        cast(owner_costs.effective_cost as {{ type_money() }}) as earlier_effective_cost
    from months_compared
    inner join owner_costs
        on months_compared.earlier_month = owner_costs.billing_month

)

select * from owner_months_compared
