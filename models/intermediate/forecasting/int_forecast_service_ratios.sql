with

costs_classed as (select * from {{ ref('int_forecast_costs_classed') }}),

costs_by_service as (

    select
        node_id,
        provider_name,
        service_name,
        cast(sum(effective_cost) as double) as effective_cost
    from costs_classed
    where
        method = 'statistical'
        and charge_date > {{ dbt.dateadd('day', -var('service_mix_days'), 'as_of_date') }}
    group by node_id, provider_name, service_name

),

service_ratios as (

    select
        node_id,
        provider_name,
        service_name,
        effective_cost / nullif(sum(effective_cost) over (partition by node_id), 0) as cost_ratio
    from costs_by_service

)

select * from service_ratios
