with

compared as (select * from {{ ref('int_invoices_compared') }}),

invoices as (select * from {{ ref('int_invoices_issued') }}),

-- Without an invoice there is nothing to differ from.
differences as (

    select
        compared.*,
        invoices.decimal_place_count,
        invoices.invoice_issued_at,
        invoices.payment_due_at,
        invoices.invoice_key is not null as is_invoiced,
        case
            when invoices.invoice_key is not null
                then compared.invoice_cost - compared.billed_cost
        end as difference_cost
    from compared
    left join invoices on compared.invoice_key = invoices.invoice_key

),

differences_of_invoice as (

    select
        *,
        charge_category in ('Credit', 'Adjustment') as is_credit,
        sum(case when charge_category in ('Credit', 'Adjustment') then difference_cost else 0 end)
            over (partition by invoice_key) as credit_difference_cost,
        sum(case when charge_category = 'Usage' then difference_cost else 0 end)
            over (partition by invoice_key) as usage_difference_cost
    from differences

),

-- Credits that one side shows apart and the other inside usage move a difference from one category
-- to the other, and add nothing to the invoice.
credits_netted as (

    select
        invoice_key,
        invoice_issuer_name,
        invoice_id,
        billing_account_id,
        billing_month,
        charge_category,
        matched_by,
        billing_currency,
        cast(invoice_cost as {{ type_money() }}) as invoice_cost,
        cast(billed_cost as {{ type_money() }}) as billed_cost,
        cast(difference_cost as {{ type_money() }}) as difference_cost,
        cast(
            case
                when sign(credit_difference_cost) * sign(usage_difference_cost) > -1 then 0
                when is_credit then difference_cost
                when charge_category = 'Usage' then -credit_difference_cost
                else 0
            end as {{ type_money() }}
        ) as credit_cost,
        other_seller_billed_cost,
        appended_billed_cost,
        without_id_billed_cost,
        charge_count,
        decimal_place_count,
        is_invoiced,
        invoice_issued_at,
        payment_due_at
    from differences_of_invoice

)

select * from credits_netted
