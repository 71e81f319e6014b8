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
        {% for name in cost_names() %}
        sum(charges.{{ name }}) as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
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
        {% for name in cost_names() %}
        sum({{ name }}) as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('fct_query_costs_daily') }}
    group by charge_date

)

select
    coalesce(billed.charge_date, split.charge_date) as charge_date,
    {% for name in cost_names() %}
    billed.{{ name }} as {{ name }}_billed,
    split.{{ name }} as {{ name }}_split{{ ',' if not loop.last }}
    {% endfor %}
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
        {% for name in cost_names() %}
        {{ 'or' if not loop.first }} coalesce(billed.{{ name }}, 0) <> coalesce(split.{{ name }}, 0)
        {% endfor %}
    )
