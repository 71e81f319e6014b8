-- Each month of fct_costs_monthly is the sum of its days in fct_costs_daily, by owner, service,
-- environment and type of cost, to the last place; either side may lack a row.
with

days as (

    select
        {{ month_of('charge_date') }} as charge_month,
        original_charge_month,
        owner_id,
        service_key,
        environment,
        cost_type,
        reporting_currency,
        sum(billed_cost) as billed_cost,
        sum(effective_cost) as effective_cost,
        sum(list_cost) as list_cost,
        sum(contracted_cost) as contracted_cost,
        sum(rate_normalised_cost) as rate_normalised_cost,
        sum(rate_effect_cost) as rate_effect_cost
    from {{ ref('fct_costs_daily') }}
    group by
        {{ month_of('charge_date') }},
        original_charge_month,
        owner_id,
        service_key,
        environment,
        cost_type,
        reporting_currency

),

months as (select * from {{ ref('fct_costs_monthly') }})

select
    coalesce(days.charge_month, months.charge_month) as charge_month,
    coalesce(days.owner_id, months.owner_id) as owner_id,
    days.effective_cost as days_effective_cost,
    months.effective_cost as month_effective_cost
from days
full outer join months
    on
        days.charge_month = months.charge_month
        and days.original_charge_month is not distinct from months.original_charge_month
        and days.owner_id is not distinct from months.owner_id
        and days.service_key is not distinct from months.service_key
        and days.environment is not distinct from months.environment
        and days.cost_type is not distinct from months.cost_type
        and days.reporting_currency = months.reporting_currency
where
    days.billed_cost is distinct from months.billed_cost
    or days.effective_cost is distinct from months.effective_cost
    or days.list_cost is distinct from months.list_cost
    or days.contracted_cost is distinct from months.contracted_cost
    or days.rate_normalised_cost is distinct from months.rate_normalised_cost
    or days.rate_effect_cost is distinct from months.rate_effect_cost
