with

charges as (select * from {{ ref('int_charges_daily') }}),

invoices as (select * from {{ ref('int_invoices_unioned') }}),

currencies as (select * from {{ ref('currencies') }}),

costs as (

    select
        source_name,
        billing_month,
        billing_account_id,
        billing_currency,
        'Charges' as subject_name,
        billed_cost as finding_cost
    from charges
    union all
    select
        source_name,
        billing_month,
        billing_account_id,
        billing_currency,
        'Invoices' as subject_name,
        invoice_cost as finding_cost
    from invoices

),

costs_by_currency as (

    select
        source_name,
        billing_month,
        billing_account_id,
        billing_currency,
        subject_name,
        sum(finding_cost) as finding_cost
    from costs
    group by source_name, billing_month, billing_account_id, billing_currency, subject_name

),

currencies_unknown as (

    select
        'currency_not_iso_4217' as finding_kind,
        costs_by_currency.source_name,
        costs_by_currency.billing_month,
        concat(
            lower(costs_by_currency.subject_name), '/', costs_by_currency.billing_account_id, '/',
            coalesce(costs_by_currency.billing_currency, '')
        ) as subject_id,
        concat(
            costs_by_currency.subject_name, ' of account ', costs_by_currency.billing_account_id,
            ' are in ', coalesce(costs_by_currency.billing_currency, 'no currency'),
            ', which is no currency of ISO 4217 in that month: correct the export and ingest it',
            ' again, or add the currency to seeds/charges/currencies.csv'
        ) as finding_text,
        cast(costs_by_currency.finding_cost as {{ type_money() }}) as finding_cost,
        costs_by_currency.billing_currency
    from costs_by_currency
    left join currencies
        on
            costs_by_currency.billing_currency = currencies.currency_code
            and costs_by_currency.billing_month
            < coalesce(currencies.valid_to_date, {{ far_future() }})
    where currencies.currency_code is null

)

select * from currencies_unknown
