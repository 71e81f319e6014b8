with

by_rule as (select * from {{ ref('int_commitment_costs_eligible') }}),

stated as (select * from {{ ref('int_commitment_programmes_stated') }}),

rates as (select * from {{ ref('int_exchange_rates_daily') }}),

-- What a provider says it lists; covered usage alone would make every commitment cover everything.
programmes_listed as (

    select
        provider_name,
        programme_id
    from stated
    where is_listed
    group by provider_name, programme_id

),

stated_in_reporting_currency as (

    select
        stated.charge_date,
        stated.provider_name,
        stated.programme_id,
        rates.reporting_currency,
        cast(
            sum({{ converted('stated.eligible_cost', 'rates.exchange_rate') }})
            as {{ type_money() }}
        ) as eligible_cost
    from stated
    inner join programmes_listed
        on
            stated.provider_name = programmes_listed.provider_name
            and stated.programme_id = programmes_listed.programme_id
    inner join rates
        on
            stated.billing_currency = rates.billing_currency
            and stated.charge_date = rates.charge_date
    group by
        stated.charge_date, stated.provider_name, stated.programme_id, rates.reporting_currency

),

eligible_costs as (

    select
        charge_date,
        provider_name,
        programme_id,
        reporting_currency,
        eligible_cost,
        'provider' as eligibility_source
    from stated_in_reporting_currency
    union all
    select
        by_rule.charge_date,
        by_rule.provider_name,
        by_rule.programme_id,
        by_rule.reporting_currency,
        by_rule.eligible_cost,
        'rule' as eligibility_source
    from by_rule
    left join programmes_listed
        on
            by_rule.provider_name = programmes_listed.provider_name
            and by_rule.programme_id = programmes_listed.programme_id
    where programmes_listed.programme_id is null

)

select * from eligible_costs
