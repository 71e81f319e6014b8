{%- set finding_query -%}
select * from marts.fct_data_findings where finding_kind = {kind} and subject_id = {subject}
{%- endset -%}
{%- set invoice_query -%}
select * from marts.fct_invoice_reconciliation
where invoice_issuer_name = {issuer} and invoice_id = {invoice}
{%- endset -%}

with

findings as (select * from {{ ref('int_data_findings') }}),

invoices as (select * from {{ ref('int_invoices_reconciled') }}),

-- An invoice has a row for each category of its charges.
invoices_unexplained as (

    select
        invoice_issuer_name,
        invoice_id,
        billing_currency,
        min(billing_month) as billing_month,
        cast(sum(unexplained_cost) as {{ type_money() }}) as unexplained_cost
    from invoices
    where reconciliation_status = 'unexplained' and invoice_id is not null
    group by invoice_issuer_name, invoice_id, billing_currency

),

-- Whose bill it is concerns the company, whoever used what is on it.
alerts as (

    select
        md5(concat_ws('|', 'finding', finding_kind, source_name, subject_id)) as alert_key,
        'trust' as alert_kind,
        severity,
        'company' as owner_id,
        billing_month as since_date,
        concat(replace(finding_kind, '_', ' '), ': ', subject_id) as title,
        finding_text as reason,
        'Mend what was delivered, or ask whoever delivers it' as recommended_action,
        {{ evidence_query(finding_query, {'kind': 'finding_kind', 'subject': 'subject_id'}) }}
            as evidence_query,
        finding_cost as amount_cost,
        billing_currency
    from findings
    where severity = 'error'
    union all
    select
        md5(concat_ws('|', 'invoice', invoice_issuer_name, invoice_id)) as alert_key,
        'trust' as alert_kind,
        'error' as severity,
        'company' as owner_id,
        billing_month as since_date,
        concat('Invoice ', invoice_id, ' of ', invoice_issuer_name, ' does not tie out') as title,
        'What is invoiced differs from what is charged, and nothing explains it' as reason,
        'Ask the issuer which charges it is for before it is paid' as recommended_action,
        {{ evidence_query(
            invoice_query, {'issuer': 'invoice_issuer_name', 'invoice': 'invoice_id'}
        ) }} as evidence_query,
        unexplained_cost as amount_cost,
        billing_currency
    from invoices_unexplained

)

select * from alerts
