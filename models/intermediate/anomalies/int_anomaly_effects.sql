with

incidents as (select * from {{ ref('int_anomaly_incidents') }}),

prices as (select * from {{ ref('int_anomaly_prices_compared') }}),

incidents_priced as (

    select
        incidents.anomaly_key,
        incidents.reporting_currency,
        cast(
            incidents.actual_measured_cost - incidents.expected_measured_cost
            as {{ type_money() }}
        ) as impact_measured_cost,
        cast(coalesce(prices.price_effective_cost, 0) as {{ type_money() }})
            as price_measured_cost
    from incidents
    left join prices
        on incidents.anomaly_key = prices.anomaly_key

),

-- What has no meter has no price: its impact is use.
effects as (

    select
        anomaly_key,
        'effect' as dimension_name,
        'price' as member_name,
        reporting_currency,
        price_measured_cost as impact_measured_cost
    from incidents_priced
    union all
    select
        anomaly_key,
        'effect' as dimension_name,
        'usage' as member_name,
        reporting_currency,
        cast(impact_measured_cost - price_measured_cost as {{ type_money() }})
            as impact_measured_cost
    from incidents_priced

)

select * from effects
