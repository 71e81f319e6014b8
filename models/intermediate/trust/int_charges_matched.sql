with

charges as (select * from {{ ref('int_charges_invoiced') }}),

matches as (select * from {{ ref('int_billed_invoices_matched') }}),

charges_appended as (select * from {{ ref('int_charges_appended') }}),

charges_after_invoice as (

    select
        charges_appended.charged_key,
        charges_appended.charge_category,
        sum(charges_appended.billed_cost) as billed_cost
    from charges_appended
    inner join matches
        on
            charges_appended.charged_key = matches.charged_key
            and charges_appended.appended_at > matches.invoice_issued_at
    group by charges_appended.charged_key, charges_appended.charge_category

),

-- Charges without an invoice stay together under the key of what their bill says.
charges_with_invoice as (

    select
        coalesce(matches.invoice_key, charges.charged_key) as invoice_key,
        coalesce(matches.invoice_issuer_name, charges.invoice_issuer_name)
            as invoice_issuer_name,
        coalesce(matches.invoice_id, charges.invoice_id) as invoice_id,
        charges.billing_account_id,
        coalesce(matches.billing_month, charges.billing_month) as billing_month,
        charges.billing_currency,
        charges.charge_category,
        matches.matched_by,
        charges.billed_cost,
        charges.charge_count,
        case
            when charges.invoice_issuer_name <> matches.invoice_issuer_name
                then charges.billed_cost
            else 0
        end as other_seller_billed_cost,
        coalesce(charges_after_invoice.billed_cost, 0) as appended_billed_cost
    from charges
    left join matches on charges.charged_key = matches.charged_key
    left join charges_after_invoice
        on
            charges.charged_key = charges_after_invoice.charged_key
            and charges.charge_category = charges_after_invoice.charge_category

),

charges_matched as (

    select
        invoice_key,
        invoice_issuer_name,
        invoice_id,
        billing_account_id,
        billing_month,
        billing_currency,
        charge_category,
        max(matched_by) as matched_by,
        cast(sum(billed_cost) as {{ type_money() }}) as billed_cost,
        cast(sum(other_seller_billed_cost) as {{ type_money() }}) as other_seller_billed_cost,
        cast(sum(appended_billed_cost) as {{ type_money() }}) as appended_billed_cost,
        cast(sum(charge_count) as bigint) as charge_count
    from charges_with_invoice
    group by
        invoice_key,
        invoice_issuer_name,
        invoice_id,
        billing_account_id,
        billing_month,
        billing_currency,
        charge_category

)

select * from charges_matched
