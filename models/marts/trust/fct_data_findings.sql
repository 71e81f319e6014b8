with

findings as (select * from {{ ref('int_data_findings') }}),

data_findings as (

    select
        finding_kind,
        severity,
        source_name,
        billing_month,
        subject_id,
        finding_text,
        billing_currency,
        finding_cost
    from findings

)

select * from data_findings
