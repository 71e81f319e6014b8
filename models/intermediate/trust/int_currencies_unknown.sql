with

charges as (select * from {{ ref('int_charges_daily') }}),

invoices as (select * from {{ ref('int_invoices_unioned') }}),

contracts as (select * from {{ ref('int_contract_commitments') }}),

currencies as (select * from {{ ref('currencies') }}),

costs as (

    select
        source_name,
        billing_month,
        'charges' as subject_kind,
        billing_account_id as holder_id,
        billing_month as currency_date,
        billing_currency,
        billed_cost as finding_cost
    from charges
    union all
    select
        source_name,
        billing_month,
        'invoices' as subject_kind,
        billing_account_id as holder_id,
        billing_month as currency_date,
        billing_currency,
        invoice_cost as finding_cost
    from invoices
    union all
    select
        source_name,
        cast(null as date) as billing_month,
        'contracts' as subject_kind,
        contract_id as holder_id,
        term_start_date as currency_date,
        billing_currency,
        committed_cost as finding_cost
    from contracts
    where committed_cost is not null

),

costs_by_currency as (

    select
        source_name,
        billing_month,
        subject_kind,
        holder_id,
        currency_date,
        billing_currency,
        sum(finding_cost) as finding_cost
    from costs
    group by all

),

currencies_unknown as (

    select
        'currency_not_iso_4217' as finding_kind,
        costs_by_currency.source_name,
        costs_by_currency.billing_month,
        concat(
            costs_by_currency.subject_kind, '/', coalesce(costs_by_currency.holder_id, ''), '/',
            coalesce(costs_by_currency.billing_currency, '')
        ) as subject_id,
        concat(
            'The ', costs_by_currency.subject_kind, ' of ',
            coalesce(costs_by_currency.holder_id, 'an account without an id'), ' are in ',
            coalesce(costs_by_currency.billing_currency, 'no currency'),
            ', which was no currency of ISO 4217 then: correct the export and ingest it again,',
            ' or add the currency to seeds/charges/currencies.csv'
        ) as finding_text,
        cast(sum(costs_by_currency.finding_cost) as {{ type_money() }}) as finding_cost,
        costs_by_currency.billing_currency
    from costs_by_currency
    left join currencies
        on
            costs_by_currency.billing_currency = currencies.currency_code
            and (
                currencies.valid_to_date is null
                or costs_by_currency.currency_date < currencies.valid_to_date
            )
    where currencies.currency_code is null
    group by all

)

select * from currencies_unknown
