with

source as (select * from {{ source('invoices', 'invoices') }}),

invoices as (

    select
        source_name,
        delivery,
        invoice_issuer_name,
        invoice_id,
        billing_account_id,
        charge_category,
        billing_currency,
        {{ money('billed_cost') }} as invoice_cost,
        invoice_issued_at,
        payment_due_at,
        billing_month
    from source

)

select * from invoices
