with

billing_months as (select * from {{ ref('int_billing_months') }}),

invoices as (select * from {{ ref('int_invoices_reconciled') }}),

untied_invoices as (

    select
        billing_month,
        {{ sorted_text_list(
            "concat(coalesce(invoice_id, billing_account_id), ' ', charge_category, ' ',"
            ~ " reconciliation_status)"
        ) }} as untied_text
    from invoices
    where reconciliation_status in ('unexplained', 'not_billed', 'not_invoiced')
    group by billing_month

),

invoices_checked as (

    select
        billing_months.billing_month,
        'invoices' as check_name,
        untied_invoices.untied_text is null as is_passed,
        coalesce(
            'no tie-out: ' || untied_invoices.untied_text,
            'every invoice ties out with its charges'
        ) as check_text
    from billing_months
    left join untied_invoices
        on billing_months.billing_month = untied_invoices.billing_month

)

select * from invoices_checked
