with

explained as (select * from {{ ref('int_invoices_explained') }}),

-- An invoice that shows a category in whole coins has rounded what its charges add up to.
rounded_by_category as (

    select
        *,
        invoice_cost = {{ in_whole_coins('invoice_cost', 'decimal_place_count') }}
            as is_in_whole_coins,
        case
            when
                invoice_cost = {{ in_whole_coins('invoice_cost', 'decimal_place_count') }}
                and abs({{ in_whole_coins('expected_cost', 'decimal_place_count') }} - invoice_cost)
                < abs(invoice_cost - expected_cost)
                then
                    {{ in_whole_coins('expected_cost', 'decimal_place_count') }} - expected_cost
            else 0
        end as category_rounding_cost
    from explained

),

sums_of_invoice as (

    select
        *,
        sum(invoice_cost) over (partition by invoice_key) as invoice_total_cost,
        sum(expected_cost + category_rounding_cost) over (partition by invoice_key)
            as expected_total_cost,
        row_number() over (
            partition by invoice_key
            order by
                case charge_category when 'Tax' then 0 when 'Adjustment' then 1 else 2 end,
                charge_category
        ) as rounding_rank
    from rounded_by_category

),

-- One that is in whole coins only as a whole has put into its tax what was missing to them.
sums_in_coins as (

    select
        *,
        case
            when
                rounding_rank = 1
                and not is_in_whole_coins
                and invoice_total_cost
                = {{ in_whole_coins('invoice_total_cost', 'decimal_place_count') }}
                then
                    {{ in_whole_coins('expected_total_cost', 'decimal_place_count') }}
                    - expected_total_cost
            else 0
        end as total_rounding_cost
    from sums_of_invoice

),

rounded as (

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
        late_cost,
        marketplace_cost,
        cast(
            category_rounding_cost + case
                when
                    abs(invoice_cost - expected_cost - total_rounding_cost)
                    < abs(invoice_cost - expected_cost)
                    then total_rounding_cost
                else 0
            end as {{ type_money() }}
        ) as rounding_cost,
        charge_count,
        decimal_place_count,
        is_invoiced,
        invoice_issued_at,
        payment_due_at
    from sums_in_coins

)

select * from rounded
