with

initiatives as (select * from {{ ref('stg_plans__initiatives') }}),

expectations as (select * from {{ ref('initiative_expectations') }}),

exchange_rates as (select * from {{ ref('exchange_rates') }}),

leaves_daily as (select * from {{ ref('int_forecast_leaves_daily') }}),

as_of as (

    select max(as_of_date) as as_of_date
    from leaves_daily

),

initiatives_ranked as (

    select
        initiative_id,
        initiative_kind,
        start_date,
        initiative_status,
        coalesce(service_id, owner_id) as target_owner_id,
        claimed_monthly_saving_cost,
        saving_currency,
        {{ newest_known('initiative_id') }} as newest_rank
    from initiatives

),

-- A row for the kind comes before the row for any kind.
initiatives_expected as (

    select
        initiatives_ranked.initiative_id,
        initiatives_ranked.start_date,
        initiatives_ranked.target_owner_id,
        as_of.as_of_date,
        initiatives_ranked.claimed_monthly_saving_cost,
        initiatives_ranked.saving_currency,
        expectations.has_started,
        expectations.probability_ratio,
        expectations.ramp_days,
        row_number() over (
            partition by initiatives_ranked.initiative_id
            order by case when expectations.initiative_kind is null then 1 else 0 end
        ) as expectation_rank
    from initiatives_ranked
    cross join as_of
    inner join expectations
        on
            initiatives_ranked.initiative_status = expectations.initiative_status
            and coalesce(expectations.initiative_kind, initiatives_ranked.initiative_kind, '')
            = coalesce(initiatives_ranked.initiative_kind, '')
            and as_of.as_of_date >= expectations.valid_from_date
            and as_of.as_of_date < coalesce(expectations.valid_to_date, {{ far_future() }})
    where initiatives_ranked.newest_rank = 1

),

-- What has not started although it should have will start tomorrow at the earliest.
initiatives_current as (

    select
        initiatives_expected.initiative_id,
        initiatives_expected.target_owner_id,
        case
            when
                not initiatives_expected.has_started
                and initiatives_expected.start_date <= initiatives_expected.as_of_date
                then cast({{ dbt.dateadd('day', 1, 'initiatives_expected.as_of_date') }} as date)
            else initiatives_expected.start_date
        end as start_date,
        cast(initiatives_expected.ramp_days as int) as ramp_days,
        {{ money(
            'cast(initiatives_expected.claimed_monthly_saving_cost as double)'
            ~ ' * cast(initiatives_expected.probability_ratio as double) * cast('
            ~ known_exchange_rate(
                'initiatives_expected.saving_currency', 'exchange_rates.exchange_rate',
                'initiatives_expected.as_of_date'
            ) ~ ' as double)'
        ) }} as expected_monthly_saving_cost
    from initiatives_expected
    left join exchange_rates
        on
            initiatives_expected.saving_currency = exchange_rates.from_currency
            and exchange_rates.to_currency = '{{ var("reporting_currency") }}'
            and initiatives_expected.as_of_date >= exchange_rates.valid_from_date
            and initiatives_expected.as_of_date
            < coalesce(exchange_rates.valid_to_date, {{ far_future() }})
    where initiatives_expected.expectation_rank = 1

)

select * from initiatives_current
