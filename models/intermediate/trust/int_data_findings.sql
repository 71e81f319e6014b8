{%- set kinds = [
    ref('int_invoices_of_unknown_periods'),
    ref('int_corrections_without_original'),
    ref('int_currencies_unknown'),
    ref('int_invoice_ids_used_twice'),
    ref('int_commitments_without_term'),
] -%}

with

finding_kinds as (select * from {{ ref('finding_kinds') }}),

findings as (

    {% for kind in kinds %}
    select
        finding_kind,
        source_name,
        billing_month,
        subject_id,
        finding_text,
        billing_currency,
        finding_cost
    from {{ kind }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

findings_with_severity as (

    select
        findings.finding_kind,
        coalesce(finding_kinds.severity, 'error') as severity,
        findings.source_name,
        findings.billing_month,
        findings.subject_id,
        findings.finding_text,
        findings.billing_currency,
        findings.finding_cost
    from findings
    left join finding_kinds on findings.finding_kind = finding_kinds.finding_kind

)

select * from findings_with_severity
