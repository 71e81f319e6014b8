with

charges as (select * from {{ ref('int_charges_daily') }}),

invoice_issuers as (select * from {{ ref('invoice_issuers') }}),

-- Few rows from here on: an account has a handful of invoices a month.
charges_by_issuer as (

    select
        coalesce(invoice_issuer_name, provider_name) as billed_issuer_name,
        invoice_id,
        billing_account_id,
        billing_month,
        billing_currency,
        charge_category,
        sum(billed_cost) as billed_cost,
        sum(charge_count) as charge_count
    from charges
    group by
        coalesce(invoice_issuer_name, provider_name),
        invoice_id,
        billing_account_id,
        billing_month,
        billing_currency,
        charge_category

),

charges_under_one_name as (

    select
        coalesce(invoice_issuers.invoice_issuer_name, charges_by_issuer.billed_issuer_name)
            as invoice_issuer_name,
        charges_by_issuer.invoice_id,
        charges_by_issuer.billing_account_id,
        charges_by_issuer.billing_month,
        charges_by_issuer.billing_currency,
        charges_by_issuer.charge_category,
        charges_by_issuer.billed_cost,
        charges_by_issuer.charge_count
    from charges_by_issuer
    left join invoice_issuers
        on
            charges_by_issuer.billed_issuer_name = invoice_issuers.billed_issuer_name
            and charges_by_issuer.billing_month >= invoice_issuers.valid_from_date
            and charges_by_issuer.billing_month
            < coalesce(invoice_issuers.valid_to_date, {{ far_future() }})

),

charges_invoiced as (

    select
        {{ invoice_key('charges_under_one_name') }} as charged_key,
        charges_under_one_name.invoice_issuer_name,
        charges_under_one_name.invoice_id,
        charges_under_one_name.billing_account_id,
        charges_under_one_name.billing_month,
        charges_under_one_name.billing_currency,
        charges_under_one_name.charge_category,
        cast(sum(charges_under_one_name.billed_cost) as {{ type_money() }}) as billed_cost,
        cast(sum(charges_under_one_name.charge_count) as bigint) as charge_count
    from charges_under_one_name
    group by all

)

select * from charges_invoiced
