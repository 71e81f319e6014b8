with

source as (select * from {{ source('focus', 'invoice_details') }}),

invoice_details as (

    select
        source_name,
        delivery,
        invoice_issuer_name,
        invoice_id,
        invoice_detail_id,
        invoice_issue_status as invoice_status,
        billing_account_id,
        charge_category,
        billing_currency,
        {{ money('billed_cost') }} as invoice_cost,
        invoice_issue_date as invoice_issued_at,
        payment_due_date as payment_due_at,
        billing_month
    from source

)

select * from invoice_details
