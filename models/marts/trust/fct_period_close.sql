with

steps as (select * from {{ ref('int_close_steps') }}),

period_close as (

    select
        billing_month,
        step_number,
        step,
        status,
        reason,
        checks,
        content_hash,
        is_latest,
        step_delivery,
        stepped_at
    from steps

)

select * from period_close
