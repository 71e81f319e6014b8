with

hosts as (select * from {{ ref('int_hosts_metered') }}),

weights as (select * from {{ ref('kubernetes_resource_weights') }}),

kinds_of_host as (

    select
        hosts.billing_month,
        hosts.resource_id,
        hosts.resource_kind,
        hosts.quantity_unit,
        sum(
            cast(weights.weight_per_unit as double) * cast(hosts.capacity_quantity as double)
        ) as kind_weight
    from hosts
    inner join weights
        on
            hosts.resource_kind = weights.resource_kind
            and hosts.usage_date >= weights.valid_from_date
            and hosts.usage_date < coalesce(weights.valid_to_date, {{ far_future() }})
    group by hosts.billing_month, hosts.resource_id, hosts.resource_kind, hosts.quantity_unit

),

-- A machine whose meter offers nothing is processors.
hosts_monthly as (

    select
        billing_month,
        resource_id,
        resource_kind,
        quantity_unit,
        coalesce(
            {{ ratio('kind_weight', 'sum(kind_weight) over host') }},
            case when row_number() over host_kinds = 1 then 1 else 0 end
        ) as host_ratio
    from kinds_of_host
    window
        host as (partition by billing_month, resource_id),
        host_kinds as (partition by billing_month, resource_id order by resource_kind)

)

select * from hosts_monthly
