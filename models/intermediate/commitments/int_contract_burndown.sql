with

months as (select * from {{ ref('int_contract_months_applied') }}),

months_with_total as (

    select
        *,
        cast(
            sum(applied_cost) over (
                partition by source_name, contract_commitment_id order by billing_month
                rows between unbounded preceding and current row
            ) as {{ type_money() }}
        ) as applied_to_date_cost
    from months

),

months_with_days as (

    select
        *,
        {{ days_between('term_start_date', 'counted_to_date') }} as elapsed_days,
        {{ days_between('term_start_date', 'term_end_date') }} as term_days
    from months_with_total

),

months_with_pace as (

    select
        *,
        {{ money(
            'cast(applied_to_date_cost as double) * term_days / nullif(elapsed_days, 0)'
        ) }} as expected_applied_cost
    from months_with_days

),

months_with_shortfall as (

    select
        *,
        cast(committed_cost - applied_to_date_cost as {{ type_money() }}) as remaining_cost,
        cast(greatest(committed_cost - expected_applied_cost, 0) as {{ type_money() }})
            as projected_shortfall_cost
    from months_with_pace

),

-- All of it in the currency of the contract first, so that a rate moves no remainder.
burndown as (

    select
        billing_month,
        source_name,
        contract_commitment_id,
        contract_id,
        provider_name,
        contract_commitment_type,
        applied_by,
        term_start_date,
        term_end_date,
        reporting_currency,
        {{ converted('committed_cost', 'exchange_rate') }} as committed_cost,
        {{ converted('applied_cost', 'exchange_rate') }} as applied_cost,
        {{ converted('applied_to_date_cost', 'exchange_rate') }} as applied_to_date_cost,
        {{ converted('remaining_cost', 'exchange_rate') }} as remaining_cost,
        {{ converted('expected_applied_cost', 'exchange_rate') }} as expected_applied_cost,
        {{ converted('projected_shortfall_cost', 'exchange_rate') }} as projected_shortfall_cost
    from months_with_shortfall

)

select * from burndown
