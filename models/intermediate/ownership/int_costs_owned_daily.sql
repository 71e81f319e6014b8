with

costs as (select * from {{ ref('int_costs_owned') }}),

costs_owned_daily as (

    select
        billing_month,
        charge_date,
        owner_id,
        rule_id,
        provider_name,
        service_name,
        cost_type,
        reporting_currency,
        {% for cost in four_costs() %}
        cast(sum({{ cost }}) as {{ type_money() }}) as {{ cost }}{{ ',' if not loop.last }}
        {% endfor %}
    from costs
    group by all

)

select * from costs_owned_daily
