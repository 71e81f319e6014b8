with

checks as (select * from {{ ref('int_close_checks_waived') }}),

close_checks as (

    select
        billing_month,
        check_name,
        check_text,
        is_passed,
        is_waived
    from checks

)

select * from close_checks
