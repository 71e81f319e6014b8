with

lines as (select * from {{ ref('int_gcp_commitment_lines') }}),

-- The export does not say which commitment covered a line: those of one programme share its usage,
-- and all of it is in one delivery or none.
pools as (

    select
        source_name,
        delivery,
        billing_month,
        billing_account_id,
        billing_currency,
        programme_id,
        usage_date,
        cast(sum(fee_cost) as {{ type_money() }}) as fee_cost,
        cast(sum(covered_cost) as {{ type_money() }}) as covered_cost,
        sum(committed_quantity) as committed_quantity,
        sum(covered_quantity) as covered_quantity
    from lines
    where programme_id <> 'none'
    group by
        source_name, delivery, billing_month, billing_account_id, billing_currency, programme_id,
        usage_date

),

-- A credit is rounded to a millionth of a dollar, so what is used is known to six places.
pools_with_ratio as (

    select
        *,
        cast(
            coalesce(
                least(round({{ bounded_ratio('covered_quantity', 'committed_quantity') }}, 6), 1), 0
            ) as {{ type_ratio() }}
        ) as used_ratio
    from pools

),

pools_used as (

    select
        source_name,
        delivery,
        billing_month,
        billing_account_id,
        billing_currency,
        programme_id,
        usage_date,
        fee_cost,
        covered_cost,
        {{ money('fee_cost * used_ratio') }} as used_cost
    from pools_with_ratio

)

select * from pools_used
