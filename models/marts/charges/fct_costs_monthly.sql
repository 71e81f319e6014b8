with

costs_monthly as (select * from {{ ref('int_costs_monthly') }}),

published_costs as (

    select
        charge_month,
        original_charge_month,
        owner_id,
        service_key,
        provider_name,
        service_name,
        environment,
        cost_type,
        reporting_currency,
        billed_cost,
        effective_cost,
        list_cost,
        contracted_cost,
        rate_normalised_cost,
        rate_effect_cost
    from costs_monthly

)

select * from published_costs
