with

contracts as (select * from {{ ref('int_contract_commitments') }}),

billing_months as (select * from {{ ref('int_billing_months') }}),

exchange_rates as (select * from {{ ref('exchange_rates') }}),

last_days as (

    select max(charge_date) as last_charge_date
    from {{ ref('int_charges_daily') }}
    where charge_category = 'Usage'

),

-- The months of a contract that are billed so far, each at the rate of its first day.
contract_months as (

    select
        contracts.source_name,
        contracts.contract_commitment_id,
        contracts.provider_name,
        contracts.contract_id,
        contracts.contract_commitment_type,
        contracts.term_start_date,
        contracts.term_end_date,
        contracts.billing_currency,
        contracts.committed_cost,
        billing_months.billing_month,
        least(
            contracts.term_end_date,
            cast({{ dbt.dateadd('month', 1, 'billing_months.billing_month') }} as date),
            cast({{ dbt.dateadd('day', 1, 'last_days.last_charge_date') }} as date)
        ) as counted_to_date,
        '{{ var("reporting_currency") }}' as reporting_currency,
        {{ known_exchange_rate(
            'contracts.billing_currency', 'exchange_rates.exchange_rate', 'billing_months.billing_month'
        ) }} as exchange_rate
    from contracts
    inner join billing_months
        on
            {{ dbt.date_trunc('month', 'contracts.term_start_date') }}
            <= billing_months.billing_month
            and contracts.term_end_date > billing_months.billing_month
    left join exchange_rates
        on
            contracts.billing_currency = exchange_rates.from_currency
            and exchange_rates.to_currency = '{{ var("reporting_currency") }}'
            and billing_months.billing_month >= exchange_rates.valid_from_date
            and billing_months.billing_month
            < coalesce(exchange_rates.valid_to_date, {{ far_future() }})
    cross join last_days

)

select * from contract_months
