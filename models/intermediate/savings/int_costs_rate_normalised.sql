with

costs as (select * from {{ ref('int_costs_owned') }}),

rates as (select * from {{ ref('int_usage_rates_fixed') }}),

-- Usage costs what its SKU cost on average a quarter ago, whoever's usage a commitment happens
-- to cover now. What nobody used of a commitment has no such cost, and everything else is as it is.
costs_at_fixed_rates as (

    select
        costs.*,
        case
            when costs.cost_type = 'usage'
                then {{ money('costs.contracted_cost * coalesce(rates.rate_ratio, 1)') }}
            when costs.cost_type = 'commitment_fee' then 0
            else costs.effective_cost
        end as rate_normalised_cost
    from costs
    left join rates
        on
            costs.provider_name = rates.provider_name
            and coalesce(costs.service_name, '') = rates.service_name
            and coalesce(costs.sku_meter, '') = rates.sku_meter
            and coalesce(costs.region_id, '') = rates.region_id
            and costs.reporting_currency = rates.reporting_currency
            and cast({{ dbt.date_trunc('quarter', 'costs.billing_month') }} as date)
            = rates.quarter_start_date

),

costs_rate_normalised as (

    select
        billing_month,
        charge_date,
        original_charge_date,
        owner_id,
        rule_id,
        provider_name,
        billing_account_id,
        sub_account_id,
        service_name,
        environment,
        charge_category,
        charge_class,
        cost_type,
        pricing_category,
        is_list_priced,
        reporting_currency,
        billed_cost,
        effective_cost,
        list_cost,
        contracted_cost,
        cast(rate_normalised_cost as {{ type_money() }}) as rate_normalised_cost,
        cast(effective_cost - rate_normalised_cost as {{ type_money() }}) as rate_effect_cost
    from costs_at_fixed_rates

)

select * from costs_rate_normalised
