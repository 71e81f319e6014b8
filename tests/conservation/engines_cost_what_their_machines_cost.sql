-- What queries and idle pay in a day is what the machines of the engines cost that day. A closed
-- month is as it was closed, whatever is known of machines since.
with

machines as (

    select
        host_usage.billing_month,
        host_usage.resource_id
    from {{ ref('stg_hosts__host_usage') }} as host_usage
    inner join {{ ref('int_query_clusters_listed') }} as clusters
        on host_usage.cluster_id = clusters.cluster_id
    group by host_usage.billing_month, host_usage.resource_id

),

billed as (

    select
        charges.charge_date,
        sum(charges.billed_cost) as billed_cost,
        sum(charges.effective_cost) as effective_cost,
        sum(charges.list_cost) as list_cost,
        sum(charges.contracted_cost) as contracted_cost
    from {{ ref('int_resource_charges_converted') }} as charges
    inner join machines
        on
            charges.billing_month = machines.billing_month
            and charges.resource_id = machines.resource_id
    group by charges.charge_date

),

split as (

    select
        charge_date,
        sum(billed_cost) as billed_cost,
        sum(effective_cost) as effective_cost,
        sum(list_cost) as list_cost,
        sum(contracted_cost) as contracted_cost
    from {{ ref('fct_query_costs_daily') }}
    group by charge_date

)

select
    coalesce(billed.charge_date, split.charge_date) as charge_date,
    billed.billed_cost as billed_cost_billed,
    split.billed_cost as billed_cost_split,
    billed.effective_cost as effective_cost_billed,
    split.effective_cost as effective_cost_split,
    billed.list_cost as list_cost_billed,
    split.list_cost as list_cost_split,
    billed.contracted_cost as contracted_cost_billed,
    split.contracted_cost as contracted_cost_split
from billed
full outer join split
    on billed.charge_date = split.charge_date
where
    {{ month_of('coalesce(billed.charge_date, split.charge_date)') }} not in (
        select closed_months.billing_month
        from landing.closed_months
        where closed_months.mart_name = 'fct_query_costs_daily'
    )
    and (
        coalesce(billed.billed_cost, 0) <> coalesce(split.billed_cost, 0)
        or coalesce(billed.effective_cost, 0) <> coalesce(split.effective_cost, 0)
        or coalesce(billed.list_cost, 0) <> coalesce(split.list_cost, 0)
        or coalesce(billed.contracted_cost, 0) <> coalesce(split.contracted_cost, 0)
    )
