with

throughputs as (select * from {{ ref('int_platform_throughputs_daily') }}),

platform_throughputs as (

    select
        charge_date,
        origin as origin_owner_id,
        platform as platform_owner_id,
        cast(ratio as {{ type_throughput() }}) as throughput_ratio
    from throughputs

)

select * from platform_throughputs
