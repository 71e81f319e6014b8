with

invoices as (select * from {{ ref('stg_invoices__invoices') }}),

invoice_details as (select * from {{ ref('stg_focus__invoice_details') }}),

-- Finance books an invoice when it has been issued.
lines_of_invoices as (

    select
        source_name,
        delivery,
        invoice_issuer_name,
        invoice_id,
        cast(null as {{ dbt.type_string() }}) as invoice_detail_id,
        'Issued' as invoice_status,
        billing_account_id,
        charge_category,
        billing_currency,
        invoice_cost,
        invoice_issued_at,
        payment_due_at,
        billing_month
    from invoices
    union all
    select
        source_name,
        delivery,
        invoice_issuer_name,
        invoice_id,
        invoice_detail_id,
        invoice_status,
        billing_account_id,
        charge_category,
        billing_currency,
        invoice_cost,
        invoice_issued_at,
        payment_due_at,
        billing_month
    from invoice_details

),

lines_with_newest_delivery as (

    select
        *,
        max(delivery) over (
            partition by
                source_name,
                invoice_issuer_name,
                invoice_id,
                invoice_detail_id,
                billing_account_id,
                billing_month
        ) as newest_delivery
    from lines_of_invoices

),

-- An invoice, or a line of it that has an id, is as its newest delivery says, appended or not.
newest_lines as (

    select
        source_name,
        delivery,
        invoice_issuer_name,
        invoice_id,
        invoice_detail_id,
        invoice_status,
        billing_account_id,
        charge_category,
        billing_currency,
        invoice_cost,
        invoice_issued_at,
        payment_due_at,
        billing_month
    from lines_with_newest_delivery
    where delivery = newest_delivery

)

select * from newest_lines
