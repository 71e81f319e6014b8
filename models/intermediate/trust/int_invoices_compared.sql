with

charges as (select * from {{ ref('int_charges_matched') }}),

invoices_by_category as (select * from {{ ref('int_invoices_summed') }}),

charges_counted as (

    select
        *,
        count(case when matched_by = 'invoice_id' then 1 end) over (
            partition by billing_account_id, billing_month
        ) as matched_by_id_count
    from charges

),

-- What an issuer bills an account without saying on which invoice, though it does for others.
charges_without_id as (

    select
        invoice_issuer_name,
        billing_account_id,
        billing_month,
        billing_currency,
        charge_category,
        billed_cost
    from charges_counted
    where invoice_id is null and matched_by_id_count > 0

),

-- It can be on an invoice for certain only if one alone has charges of its category.
invoices_counted as (

    select
        *,
        count(*) over (
            partition by
                invoice_issuer_name,
                billing_account_id,
                billing_month,
                billing_currency,
                charge_category
        ) as invoice_count
    from invoices_by_category

),

compared as (

    select
        coalesce(invoices_counted.invoice_key, charges.invoice_key) as invoice_key,
        coalesce(invoices_counted.invoice_issuer_name, charges.invoice_issuer_name)
            as invoice_issuer_name,
        coalesce(invoices_counted.invoice_id, charges.invoice_id) as invoice_id,
        coalesce(invoices_counted.billing_account_id, charges.billing_account_id)
            as billing_account_id,
        coalesce(invoices_counted.billing_month, charges.billing_month) as billing_month,
        coalesce(invoices_counted.charge_category, charges.charge_category) as charge_category,
        charges.matched_by,
        coalesce(invoices_counted.billing_currency, charges.billing_currency) as billing_currency,
        coalesce(invoices_counted.invoice_cost, 0) as invoice_cost,
        coalesce(charges.billed_cost, 0) as billed_cost,
        coalesce(charges.other_seller_billed_cost, 0) as other_seller_billed_cost,
        coalesce(charges.appended_billed_cost, 0) as appended_billed_cost,
        coalesce(charges_without_id.billed_cost, 0) as without_id_billed_cost,
        coalesce(charges.charge_count, 0) as charge_count
    from invoices_counted
    full outer join charges
        on
            invoices_counted.invoice_key = charges.invoice_key
            and invoices_counted.charge_category = charges.charge_category
    left join charges_without_id
        on
            invoices_counted.invoice_count = 1
            and invoices_counted.invoice_issuer_name = charges_without_id.invoice_issuer_name
            and invoices_counted.billing_account_id = charges_without_id.billing_account_id
            and invoices_counted.billing_month = charges_without_id.billing_month
            and invoices_counted.billing_currency = charges_without_id.billing_currency
            and invoices_counted.charge_category = charges_without_id.charge_category

)

select * from compared
