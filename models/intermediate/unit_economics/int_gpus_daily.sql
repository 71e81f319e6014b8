with

hosts as (

    select * from {{ ref('int_hosts_utilised') }}
    where resource_kind = 'gpu'

),

gpus_daily as (

    select
        usage_date,
        cast(sum(effective_cost) as {{ type_money() }}) as effective_cost,
        cast(sum(capacity_quantity) as {{ type_quantity() }}) as capacity_quantity,
        quantity_unit
    from hosts
    group by usage_date, quantity_unit

)

select * from gpus_daily
