-- What is split off a day's cost of an owner and a service, idle included, is at most that cost.
with

owned as (

    select
        charge_date,
        owner_id,
        rule_id,
        provider_name,
        service_name,
        cost_type,
        reporting_currency,
        sum(abs(effective_cost)) as effective_cost
    from {{ ref('int_costs_owned') }}
    group by all

),

split_off as (

    select
        charge_date,
        from_owner_id,
        from_rule_id,
        provider_name,
        service_name,
        cost_type,
        reporting_currency,
        sum(effective_cost) as effective_cost
    from {{ ref('int_costs_split') }}
    group by all

)

select
    split_off.*,
    owned.effective_cost as owned_effective_cost
from split_off
left join owned
    on
        split_off.charge_date = owned.charge_date
        and split_off.from_owner_id = owned.owner_id
        and split_off.from_rule_id = owned.rule_id
        and split_off.provider_name = owned.provider_name
        and split_off.service_name = owned.service_name
        and split_off.cost_type = owned.cost_type
        and split_off.reporting_currency = owned.reporting_currency
where
    abs(split_off.effective_cost)
    > coalesce(owned.effective_cost, 0) + {{ var('money_tolerance') }}
