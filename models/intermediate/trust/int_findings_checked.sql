with

billing_months as (select * from {{ ref('int_billing_months') }}),

findings as (select * from {{ ref('int_data_findings') }}),

errors_found as (

    select
        billing_month,
        {{ sorted_text_list("concat(finding_kind, ' ', subject_id)") }} as error_text
    from findings
    where severity = 'error'
    group by billing_month

),

findings_checked as (

    select
        billing_months.billing_month,
        'findings' as check_name,
        errors_found.error_text is null as is_passed,
        coalesce('found: ' || errors_found.error_text, 'nothing was delivered that cannot be right')
            as check_text
    from billing_months
    left join errors_found
        on billing_months.billing_month = errors_found.billing_month

)

select * from findings_checked
