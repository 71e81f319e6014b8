{%- set kinds = [
    ref('int_freshness_checked'),
    ref('int_allocation_checked'),
    ref('int_invoices_checked'),
    ref('int_findings_checked'),
] -%}

with

waivers as (select * from {{ ref('close_waivers') }}),

checks as (

    {% for kind in kinds %}
    select
        billing_month,
        check_name,
        is_passed,
        check_text
    from {{ kind }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

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
