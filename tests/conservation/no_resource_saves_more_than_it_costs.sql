-- What all opportunities save of a resource is at most what its usage cost in the days that they
-- look at, brought to a month.
with

saved as (

    select
        resource_id,
        reporting_currency,
        sum(monthly_net_potential_cost) as monthly_net_potential_cost
    from {{ ref('int_opportunities_netted') }}
    where resource_id is not null
    group by resource_id, reporting_currency

),

windows as (

    select
        resource_id,
        first_date,
        last_date
    from {{ ref('int_opportunities_netted') }}
    where resource_id is not null
    group by resource_id, first_date, last_date

),

costs_of_windows as (

    select
        windows.resource_id,
        windows.first_date,
        usage_costs.reporting_currency,
        {{ monthly_cost(
            'sum(usage_costs.effective_cost)',
            '(' ~ days_between('windows.first_date', 'windows.last_date') ~ ' + 1)'
        ) }} as monthly_effective_cost
    from windows
    inner join {{ ref('int_resource_costs_owned') }} as usage_costs
        on
            windows.resource_id = usage_costs.resource_id
            and windows.first_date <= usage_costs.charge_date
            and windows.last_date >= usage_costs.charge_date
    where usage_costs.cost_type = 'usage'
    group by
        windows.resource_id, windows.first_date, windows.last_date, usage_costs.reporting_currency

),

costs as (

    select
        resource_id,
        reporting_currency,
        max(monthly_effective_cost) as monthly_effective_cost
    from costs_of_windows
    group by resource_id, reporting_currency

)

select
    saved.*,
    costs.monthly_effective_cost
from saved
left join costs
    on
        saved.resource_id = costs.resource_id
        and saved.reporting_currency = costs.reporting_currency
where
    saved.monthly_net_potential_cost
    > coalesce(costs.monthly_effective_cost, 0) + {{ var('money_tolerance') }}
