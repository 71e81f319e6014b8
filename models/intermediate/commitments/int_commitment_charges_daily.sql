with

lines as (select * from {{ ref('int_commitment_lines_daily') }}),

rates as (select * from {{ ref('int_exchange_rates_daily') }}),

lines_in_reporting_currency as (

    select
        lines.billing_month,
        lines.charge_date,
        lines.provider_name,
        lines.commitment_discount_id,
        lines.is_used,
        lines.accrued_to,
        {{ converted('lines.billed_cost', 'rates.exchange_rate') }} as billed_cost,
        {{ converted('lines.effective_cost', 'rates.exchange_rate') }} as effective_cost,
        {{ converted('lines.used_cost', 'rates.exchange_rate') }} as used_cost,
        {{ converted('lines.covered_cost', 'rates.exchange_rate') }} as covered_cost,
        {{ converted('lines.on_demand_equivalent_cost', 'rates.exchange_rate') }}
            as on_demand_equivalent_cost,
        rates.reporting_currency
    from lines
    inner join rates
        on
            lines.billing_currency = rates.billing_currency
            and lines.charge_date = rates.charge_date

),

-- The effective cost of a fee is what nobody used of it; it is spread over the days it is for. Sums
-- are money again: of what is added to a wider decimal an engine drops the last place.
charges_daily as (

    select
        billing_month,
        charge_date,
        provider_name,
        commitment_discount_id,
        reporting_currency,
        cast(sum(billed_cost) as {{ type_money() }}) as billed_cost,
        cast(sum(used_cost) as {{ type_money() }}) as used_cost,
        cast(sum(case when is_used then 0 else effective_cost end) as {{ type_money() }})
            as unused_cost,
        cast(sum(covered_cost) as {{ type_money() }}) as covered_cost,
        cast(sum(on_demand_equivalent_cost) as {{ type_money() }}) as on_demand_equivalent_cost,
        max(case when not is_used then {{ end_date('accrued_to') }} end) as accrued_to_date
    from lines_in_reporting_currency
    group by
        billing_month, charge_date, provider_name, commitment_discount_id, reporting_currency

)

select * from charges_daily
