with

invoices as (select * from {{ ref('int_invoices_unioned') }}),

invoice_issuers as (select * from {{ ref('invoice_issuers') }}),

-- An open invoice is not one yet, and of one that was voided nothing is to be paid.
invoices_under_one_name as (

    select
        coalesce(invoice_issuers.invoice_issuer_name, invoices.invoice_issuer_name)
            as invoice_issuer_name,
        invoices.invoice_id,
        invoices.billing_account_id,
        invoices.billing_month,
        invoices.billing_currency,
        invoices.charge_category,
        case when invoices.invoice_status = 'Voided' then 0 else invoices.invoice_cost end
            as invoice_cost,
        invoices.invoice_issued_at,
        invoices.payment_due_at
    from invoices
    left join invoice_issuers
        on
            invoices.invoice_issuer_name = invoice_issuers.billed_issuer_name
            and invoices.billing_month >= invoice_issuers.valid_from_date
            and invoices.billing_month
            < coalesce(invoice_issuers.valid_to_date, {{ far_future() }})
    where invoices.invoice_status <> 'Open'

),

invoices_by_category as (

    select
        {{ invoice_key('invoices_under_one_name') }} as invoice_key,
        invoices_under_one_name.invoice_issuer_name,
        invoices_under_one_name.invoice_id,
        invoices_under_one_name.billing_account_id,
        invoices_under_one_name.billing_month,
        invoices_under_one_name.billing_currency,
        invoices_under_one_name.charge_category,
        cast(sum(invoices_under_one_name.invoice_cost) as {{ type_money() }}) as invoice_cost,
        max(invoices_under_one_name.invoice_issued_at) as invoice_issued_at,
        max(invoices_under_one_name.payment_due_at) as payment_due_at
    from invoices_under_one_name
    group by all

)

select * from invoices_by_category
