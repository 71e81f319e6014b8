with

invoices as (select * from {{ ref('int_invoices_reconciled') }}),

invoice_reconciliation as (

    select
        invoice_key,
        invoice_issuer_name,
        invoice_id,
        billing_account_id,
        billing_month,
        charge_category,
        matched_by,
        reconciliation_status,
        billing_currency,
        invoice_cost,
        billed_cost,
        difference_cost,
        rounding_cost,
        late_cost,
        credit_cost,
        marketplace_cost,
        unexplained_cost,
        tolerance_cost,
        charge_count,
        invoice_issued_at,
        payment_due_at
    from invoices

)

select * from invoice_reconciliation
