with

invoices as (select * from {{ ref('int_invoices_rounded') }}),

tolerances as (select * from {{ ref('invoice_tolerances') }}),

invoices_with_tolerance as (

    select
        invoices.*,
        coalesce(tolerances.tolerance_cost, common_tolerances.tolerance_cost, 0)
            as tolerance_cost,
        cast(
            invoices.difference_cost
            - invoices.rounding_cost
            - invoices.late_cost
            - invoices.credit_cost
            - invoices.marketplace_cost
            as {{ type_money() }}
        ) as unexplained_cost
    from invoices
    left join tolerances
        on
            invoices.invoice_issuer_name = tolerances.invoice_issuer_name
            and invoices.billing_month >= tolerances.valid_from_date
            and invoices.billing_month < coalesce(tolerances.valid_to_date, {{ far_future() }})
    left join tolerances as common_tolerances
        on
            common_tolerances.invoice_issuer_name is null
            and invoices.billing_month >= common_tolerances.valid_from_date
            and invoices.billing_month
            < coalesce(common_tolerances.valid_to_date, {{ far_future() }})

),

invoices_reconciled as (

    select
        invoice_key,
        invoice_issuer_name,
        invoice_id,
        billing_account_id,
        billing_month,
        charge_category,
        matched_by,
        case
            when not is_invoiced then 'not_invoiced'
            when difference_cost = 0 then 'reconciled'
            when abs(unexplained_cost) <= tolerance_cost then 'explained'
            when charge_count = 0 then 'not_billed'
            else 'unexplained'
        end as reconciliation_status,
        billing_currency,
        case when is_invoiced then invoice_cost end as invoice_cost,
        billed_cost,
        difference_cost,
        rounding_cost,
        late_cost,
        credit_cost,
        marketplace_cost,
        unexplained_cost,
        tolerance_cost,
        charge_count,
        invoice_issued_at,
        payment_due_at
    from invoices_with_tolerance

)

select * from invoices_reconciled
