with

invoices_by_category as (select * from {{ ref('int_invoices_summed') }}),

currencies as (select * from {{ ref('currencies') }}),

invoices as (

    select
        invoice_key,
        invoice_issuer_name,
        invoice_id,
        billing_account_id,
        billing_month,
        billing_currency,
        max(invoice_issued_at) as invoice_issued_at,
        max(payment_due_at) as payment_due_at
    from invoices_by_category
    group by
        invoice_key,
        invoice_issuer_name,
        invoice_id,
        billing_account_id,
        billing_month,
        billing_currency

),

invoices_with_coins as (

    select
        invoices.invoice_key,
        invoices.invoice_issuer_name,
        invoices.invoice_id,
        invoices.billing_account_id,
        invoices.billing_month,
        invoices.billing_currency,
        currencies.decimal_place_count,
        invoices.invoice_issued_at,
        invoices.payment_due_at
    from invoices
    left join currencies on invoices.billing_currency = currencies.currency_code

)

select * from invoices_with_coins
