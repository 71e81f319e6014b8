with

costs as (select * from {{ ref('int_costs_rate_normalised') }}),

costs_daily as (

    select
        costs.charge_date,
        {{ month_of('costs.original_charge_date') }} as original_charge_month,
        costs.owner_id,
        {{ service_key('costs') }} as service_key,
        costs.provider_name,
        costs.service_name,
        costs.environment,
        costs.cost_type,
        costs.reporting_currency,
        cast(sum(costs.billed_cost) as {{ type_money() }}) as billed_cost,
        cast(sum(costs.effective_cost) as {{ type_money() }}) as effective_cost,
        cast(sum(costs.list_cost) as {{ type_money() }}) as list_cost,
        cast(sum(costs.contracted_cost) as {{ type_money() }}) as contracted_cost,
        cast(sum(costs.rate_normalised_cost) as {{ type_money() }}) as rate_normalised_cost,
        cast(sum(costs.rate_effect_cost) as {{ type_money() }}) as rate_effect_cost
    from costs
    group by all

),

published_costs as (

    {{ with_closed_months('costs_daily') }}

)

select * from published_costs
