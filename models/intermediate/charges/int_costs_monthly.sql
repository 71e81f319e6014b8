with

costs as (select * from {{ ref('int_costs_rate_normalised') }}),

costs_with_keys as (

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
        costs.billed_cost,
        costs.effective_cost,
        costs.list_cost,
        costs.contracted_cost,
        costs.rate_normalised_cost,
        costs.rate_effect_cost
    from costs

),

-- What is kept of a closed month is its days: their sums are its month, whenever it was closed.
published_costs as (

    {{ with_closed_months('costs_with_keys', 'fct_costs_daily') }}

),

costs_monthly as (

    select
        {{ month_of('charge_date') }} as charge_month,
        original_charge_month,
        owner_id,
        service_key,
        provider_name,
        service_name,
        environment,
        cost_type,
        reporting_currency,
        cast(sum(billed_cost) as {{ type_money() }}) as billed_cost,
        cast(sum(effective_cost) as {{ type_money() }}) as effective_cost,
        cast(sum(list_cost) as {{ type_money() }}) as list_cost,
        cast(sum(contracted_cost) as {{ type_money() }}) as contracted_cost,
        cast(sum(rate_normalised_cost) as {{ type_money() }}) as rate_normalised_cost,
        cast(sum(rate_effect_cost) as {{ type_money() }}) as rate_effect_cost,
        min(charge_date) as first_charge_date,
        max(charge_date) as last_charge_date
    from published_costs
    group by
        {{ month_of('charge_date') }},
        original_charge_month,
        owner_id,
        service_key,
        provider_name,
        service_name,
        environment,
        cost_type,
        reporting_currency

)

select * from costs_monthly
