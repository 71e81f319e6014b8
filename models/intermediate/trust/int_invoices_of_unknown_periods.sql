with

invoices as (select * from {{ ref('int_invoices_unioned') }}),

invoices_by_category as (select * from {{ ref('int_invoices_summed') }}),

matches as (select * from {{ ref('int_billed_invoices_matched') }}),

charges as (select * from {{ ref('int_charges_invoiced') }}),

invoices_matched as (

    select invoice_key
    from matches
    group by invoice_key

),

months_billed as (

    select
        invoice_issuer_name,
        billing_account_id,
        billing_month
    from charges
    group by invoice_issuer_name, billing_account_id, billing_month

),

sources_of_invoices as (

    select
        invoice_id,
        billing_account_id,
        billing_month,
        min(source_name) as source_name
    from invoices
    group by invoice_id, billing_account_id, billing_month

),

invoices_of_unknown_periods as (

    select
        'invoice_for_unknown_period' as finding_kind,
        sources_of_invoices.source_name,
        invoices_by_category.billing_month,
        invoices_by_category.invoice_id as subject_id,
        concat(
            'No charge of ', invoices_by_category.invoice_issuer_name, ' to account ',
            invoices_by_category.billing_account_id, ' is in the bill of ',
            cast(invoices_by_category.billing_month as {{ dbt.type_string() }}),
            ': ingest that month of the bill, or correct the period of the invoice'
        ) as finding_text,
        cast(sum(invoices_by_category.invoice_cost) as {{ type_money() }}) as finding_cost,
        invoices_by_category.billing_currency
    from invoices_by_category
    inner join sources_of_invoices
        on
            invoices_by_category.invoice_id = sources_of_invoices.invoice_id
            and invoices_by_category.billing_account_id = sources_of_invoices.billing_account_id
            and invoices_by_category.billing_month = sources_of_invoices.billing_month
    left join invoices_matched
        on invoices_by_category.invoice_key = invoices_matched.invoice_key
    left join months_billed
        on
            invoices_by_category.invoice_issuer_name = months_billed.invoice_issuer_name
            and invoices_by_category.billing_account_id = months_billed.billing_account_id
            and invoices_by_category.billing_month = months_billed.billing_month
    where invoices_matched.invoice_key is null and months_billed.billing_month is null
    group by all

)

select * from invoices_of_unknown_periods
