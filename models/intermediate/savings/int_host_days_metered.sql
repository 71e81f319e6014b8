-- depends_on: {{ ref('int_billing_months') }}
with

host_usage as (

    select * from {{ ref('stg_hosts__host_usage') }}
    where {{ in_newest_months('billing_month', var('opportunity_days')) }}

),

-- Capacity counts where its use is known: what nobody measured is not idle.
host_days as (

    select
        cast(interval_started_at as date) as usage_date,
        resource_id,
        {{ core_hours(
            'nullif(sum(case when cpu_used_core_seconds is not null'
            ~ ' then cpu_capacity_core_seconds end), 0)'
        ) }} as cpu_capacity_hours,
        {{ core_hours('sum(cpu_used_core_seconds)') }} as cpu_used_hours,
        {{ core_hours(
            'nullif(sum(case when gpu_used_seconds is not null'
            ~ ' then gpu_capacity_seconds end), 0)'
        ) }} as gpu_capacity_hours,
        {{ core_hours('sum(gpu_used_seconds)') }} as gpu_used_hours
    from host_usage
    group by cast(interval_started_at as date), resource_id

)

select * from host_days
