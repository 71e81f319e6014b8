with

lines as (select * from {{ ref('stg_budgets__lines') }}),

exchange_rates as (select * from {{ ref('exchange_rates') }}),

-- A version is approved as a whole, so a month that was delivered as a draft is approved, too, as
-- soon as a later month of it is.
lines_with_rate as (

    select
        lines.budget_version,
        lower(coalesce(lines.version_kind, 'original')) as version_kind,
        lines.owner_id,
        lines.account_class,
        lines.budget_month,
        max(lines.approved_by) over (partition by lines.budget_version, lines.owner_id)
            as approved_by,
        max(lines.approved_at) over (partition by lines.budget_version, lines.owner_id)
            as approved_at,
        lines.budget_cost,
        {{ known_exchange_rate(
            'lines.budget_currency', 'exchange_rates.exchange_rate', 'lines.budget_month'
        ) }} as exchange_rate
    from lines
    left join exchange_rates
        on
            lines.budget_currency = exchange_rates.from_currency
            and exchange_rates.to_currency = '{{ var("reporting_currency") }}'
            and lines.budget_month >= exchange_rates.valid_from_date
            and lines.budget_month < coalesce(exchange_rates.valid_to_date, {{ far_future() }})

),

lines_converted as (

    select
        budget_version,
        version_kind,
        owner_id,
        account_class,
        budget_month,
        approved_by,
        approved_at,
        '{{ var("reporting_currency") }}' as reporting_currency,
        {{ converted('budget_cost', 'exchange_rate') }} as budget_cost
    from lines_with_rate

)

select * from lines_converted
