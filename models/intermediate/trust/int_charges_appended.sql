-- depends_on: {{ ref('stg_landing__deliveries') }}, {{ ref('int_invoices_issued') }}
with

charges as (

    select * from {{ ref('int_charges_unioned') }}
    where {{ in_late_deliveries('delivery') }}

),

invoice_issuers as (select * from {{ ref('invoice_issuers') }}),

-- A delivery that replaces a month does not say which of its lines are new; one that appends does.
charges_under_one_name as (

    select
        coalesce(
            invoice_issuers.invoice_issuer_name, charges.invoice_issuer_name, charges.provider_name
        ) as invoice_issuer_name,
        charges.invoice_id,
        charges.billing_account_id,
        charges.billing_month,
        charges.billing_currency,
        charges.charge_category,
        {{ delivered_at('charges.delivery') }} as appended_at,
        charges.billed_cost
    from charges
    left join invoice_issuers
        on
            coalesce(charges.invoice_issuer_name, charges.provider_name)
            = invoice_issuers.billed_issuer_name
            and charges.billing_month >= invoice_issuers.valid_from_date
            and charges.billing_month
            < coalesce(invoice_issuers.valid_to_date, {{ far_future() }})

),

charges_appended as (

    select
        {{ invoice_key('charges_under_one_name') }} as charged_key,
        charges_under_one_name.charge_category,
        charges_under_one_name.appended_at,
        cast(sum(charges_under_one_name.billed_cost) as {{ type_money() }}) as billed_cost
    from charges_under_one_name
    group by all

)

select * from charges_appended
