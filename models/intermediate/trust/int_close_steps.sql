with

deliveries as (select * from {{ ref('int_charge_deliveries') }}),

close_steps as (select * from {{ ref('stg_period_close__steps') }}),

-- A month is open from its first delivery on.
opened_months as (

    select
        billing_month,
        min(delivery) as delivery
    from deliveries
    group by billing_month

),

steps as (

    select
        billing_month,
        delivery,
        'open' as step,
        cast(null as {{ dbt.type_string() }}) as reason,
        cast(null as {{ dbt.type_string() }}) as checks,
        cast(null as {{ dbt.type_string() }}) as content_hash,
        cast(null as {{ dbt.type_timestamp() }}) as stepped_at
    from opened_months
    union all
    select
        billing_month,
        delivery,
        step,
        reason,
        checks,
        content_hash,
        stepped_at
    from close_steps

),

steps_numbered as (

    select
        billing_month,
        cast(
            row_number() over (partition by billing_month order by delivery, step) as bigint
        ) as step_number,
        step,
        case step when 'hard' then 'closed' when 'soft' then 'soft' else 'open' end as status,
        reason,
        checks,
        content_hash,
        lead(step) over (partition by billing_month order by delivery, step) is null as is_latest,
        delivery as step_delivery,
        stepped_at
    from steps

)

select * from steps_numbered
