with

charges as (select * from {{ ref('int_charges_invoiced') }}),

invoices as (select * from {{ ref('int_invoices_issued') }}),

billed_invoices as (

    select
        charged_key,
        invoice_issuer_name,
        invoice_id,
        billing_account_id,
        billing_month,
        billing_currency,
        count(invoice_id) over (partition by billing_account_id, billing_month) > 0
            as is_account_with_ids
    from charges
    group by
        charged_key,
        invoice_issuer_name,
        invoice_id,
        billing_account_id,
        billing_month,
        billing_currency

),

candidates as (

    select
        billed_invoices.charged_key,
        billed_invoices.invoice_id is not null as has_id,
        invoices.invoice_key,
        invoices.invoice_issuer_name,
        invoices.invoice_id,
        invoices.billing_month,
        invoices.invoice_issued_at,
        invoices.invoice_issuer_name = billed_invoices.invoice_issuer_name as is_same_issuer,
        invoices.billing_month = billed_invoices.billing_month as is_same_month
    from billed_invoices
    inner join invoices
        on
            billed_invoices.billing_account_id = invoices.billing_account_id
            and billed_invoices.billing_currency = invoices.billing_currency
            and (
                billed_invoices.invoice_id = invoices.invoice_id
                -- A bill that never names its invoices.
                or (
                    not billed_invoices.is_account_with_ids
                    and billed_invoices.billing_month = invoices.billing_month
                )
            )

),

candidates_ranked as (

    select
        *,
        count(*) over (partition by charged_key) as invoice_count,
        sum(case when is_same_issuer then 1 else 0 end) over (partition by charged_key)
            as issuer_invoice_count,
        row_number() over (
            partition by charged_key
            order by
                case when is_same_issuer then 0 else 1 end asc,
                case when is_same_month then 0 else 1 end asc,
                billing_month desc,
                invoice_key asc
        ) as candidate_rank
    from candidates

),

matches as (

    select
        charged_key,
        invoice_key,
        invoice_issuer_name,
        invoice_id,
        billing_month,
        invoice_issued_at,
        case
            when has_id then 'invoice_id'
            when issuer_invoice_count = 1 then 'issuer_and_month'
            else 'account_and_month'
        end as matched_by
    from candidates_ranked
    where candidate_rank = 1 and (has_id or issuer_invoice_count = 1 or invoice_count = 1)

)

select * from matches
