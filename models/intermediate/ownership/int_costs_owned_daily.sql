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
        {{ each_cost('cast(sum({cost}) as ' ~ type_money() ~ ')') }}
    from costs
    group by all

)

select * from costs_owned_daily
