with

compared as (select * from {{ ref('int_invoice_credits_netted') }}),

choices as (

    select 0 as is_taken
    union all
    select 1 as is_taken

),

-- Charges that may be on the invoice although they do not name it yet; charges that were added to
-- the bill after it had been issued; charges under its id that somebody else sells. Each explains
-- its whole amount or nothing.
combinations as (

    select
        compared.*,
        without_id.is_taken + appended.is_taken + other_seller.is_taken as taken_count,
        without_id.is_taken * compared.without_id_billed_cost
        - appended.is_taken * compared.appended_billed_cost as late_cost,
        -other_seller.is_taken * compared.other_seller_billed_cost as marketplace_cost
    from compared
    cross join choices as without_id
    cross join choices as appended
    cross join choices as other_seller

),

-- Of several explanations the one that leaves least open holds, and of equals the shortest.
combinations_ranked as (

    select
        *,
        row_number() over (
            partition by invoice_key, charge_category
            order by
                abs(difference_cost - credit_cost - late_cost - marketplace_cost),
                taken_count,
                abs(late_cost)
        ) as combination_rank
    from combinations

),

explained as (

    select
        invoice_key,
        invoice_issuer_name,
        invoice_id,
        billing_account_id,
        billing_month,
        charge_category,
        matched_by,
        billing_currency,
        invoice_cost,
        billed_cost,
        difference_cost,
        credit_cost,
        cast(case when is_invoiced then late_cost else 0 end as {{ type_money() }}) as late_cost,
        cast(case when is_invoiced then marketplace_cost else 0 end as {{ type_money() }})
            as marketplace_cost,
        cast(
            case
                when is_invoiced then billed_cost + credit_cost + late_cost + marketplace_cost
            end as {{ type_money() }}
        ) as expected_cost,
        charge_count,
        decimal_place_count,
        is_invoiced,
        invoice_issued_at,
        payment_due_at
    from combinations_ranked
    where combination_rank = 1

)

select * from explained
