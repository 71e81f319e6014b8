-- Machines, clusters, volumes and stores cost in a day what they are billed that day, each once. A
-- closed month is as it was closed.
with

billed as (

    select
        charge_date,
        sum(effective_cost) as effective_cost
    from {{ ref('int_resource_charges_converted') }}
    group by charge_date

),

utilised as (

    select
        charge_date,
        sum(effective_cost) as effective_cost
    from {{ ref('fct_resource_utilization_daily') }}
    group by charge_date

)

select
    coalesce(billed.charge_date, utilised.charge_date) as charge_date,
    billed.effective_cost as billed_cost,
    utilised.effective_cost as utilised_cost
from billed
full outer join utilised
    on billed.charge_date = utilised.charge_date
where
    coalesce(billed.effective_cost, 0) <> coalesce(utilised.effective_cost, 0)
    and {{ month_of('coalesce(billed.charge_date, utilised.charge_date)') }} not in (
        select closed_months.billing_month
        from landing.closed_months
        where closed_months.mart_name = 'fct_resource_utilization_daily'
    )
