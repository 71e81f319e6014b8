with

freshness as (select * from {{ ref('int_freshness_checked') }}),

allocation as (select * from {{ ref('int_allocation_checked') }}),

waivers as (select * from {{ ref('close_waivers') }}),

checks as (

    select
        billing_month,
        check_name,
        is_passed,
        check_text
    from freshness
    union all
    select
        billing_month,
        check_name,
        is_passed,
        check_text
    from allocation

),

checks_waived as (

    select
        checks.billing_month,
        checks.check_name,
        checks.is_passed or waivers.check_name is not null as is_passed,
        not checks.is_passed and waivers.check_name is not null as is_waived,
        case
            when not checks.is_passed and waivers.check_name is not null
                then concat(
                        checks.check_text, '; waived by ', waivers.approved_by, ': ', waivers.reason
                    )
            else checks.check_text
        end as check_text
    from checks
    left join waivers
        on
            checks.check_name = waivers.check_name
            and checks.billing_month = waivers.billing_month

)

select * from checks_waived
