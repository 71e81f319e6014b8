with

lines_of_invoices as (select * from {{ ref('int_invoices_unioned') }}),

invoices as (

    select
        source_name,
        invoice_issuer_name,
        invoice_id,
        billing_account_id,
        billing_month,
        billing_currency,
        sum(invoice_cost) as invoice_cost
    from lines_of_invoices
    group by
        source_name,
        invoice_issuer_name,
        invoice_id,
        billing_account_id,
        billing_month,
        billing_currency

),

invoices_counted as (

    select
        *,
        count(*) over (partition by invoice_id) as invoice_count
    from invoices

),

invoice_ids_used_twice as (

    select
        'invoice_id_used_twice' as finding_kind,
        source_name,
        billing_month,
        concat(
            invoice_issuer_name, '/', invoice_id, '/', billing_account_id
        ) as subject_id,
        concat(
            'Invoice ', invoice_id, ' of ', invoice_issuer_name, ' to account ',
            billing_account_id, ' for ', cast(billing_month as {{ dbt.type_string() }}),
            ' is one of ', cast(invoice_count as {{ dbt.type_string() }}),
            ' with this id: correct the one that is wrong and ingest it again'
        ) as finding_text,
        cast(invoice_cost as {{ type_money() }}) as finding_cost,
        billing_currency
    from invoices_counted
    where invoice_count > 1

)

select * from invoice_ids_used_twice
