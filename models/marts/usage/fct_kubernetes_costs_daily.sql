with

node_costs as (select * from {{ ref('int_kubernetes_costs_split') }}),

volume_costs as (select * from {{ ref('int_kubernetes_volume_costs_split') }}),

costs as (

    select
        usage_date,
        cluster_id,
        namespace,
        workload,
        resource_kind,
        reporting_currency,
        effective_cost,
        quantity_unit,
        requested_quantity,
        used_quantity,
        held_quantity,
        is_idle,
        is_shared
    from node_costs
    union all
    select
        usage_date,
        cluster_id,
        namespace,
        volume_claim as workload,
        'storage' as resource_kind,
        reporting_currency,
        effective_cost,
        'gib_hour' as quantity_unit,
        requested_quantity,
        used_quantity,
        held_quantity,
        false as is_idle,
        false as is_shared
    from volume_costs

),

costs_daily as (

    select
        usage_date as charge_date,
        cluster_id,
        namespace,
        workload,
        resource_kind,
        reporting_currency,
        cast(sum(effective_cost) as {{ type_money() }}) as effective_cost,
        quantity_unit,
        cast(sum(requested_quantity) as {{ type_quantity() }}) as requested_quantity,
        cast(sum(used_quantity) as {{ type_quantity() }}) as used_quantity,
        cast(sum(held_quantity) as {{ type_quantity() }}) as held_quantity,
        is_idle,
        is_shared
    from costs
    group by all

),

published_costs as (

    {{ with_closed_months('costs_daily') }}

)

select * from published_costs
