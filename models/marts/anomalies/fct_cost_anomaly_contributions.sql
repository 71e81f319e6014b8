with

contributions as (select * from {{ ref('int_anomaly_contributions') }}),

effects as (select * from {{ ref('int_anomaly_effects') }}),

-- What an effect would have cost and what it did cost, nobody can say.
all_contributions as (

    select
        anomaly_key,
        dimension_name,
        member_name,
        reporting_currency,
        expected_effective_cost,
        actual_effective_cost,
        impact_effective_cost
    from contributions
    union all
    select
        anomaly_key,
        dimension_name,
        member_name,
        reporting_currency,
        cast(null as {{ type_money() }}) as expected_effective_cost,
        cast(null as {{ type_money() }}) as actual_effective_cost,
        impact_effective_cost
    from effects

)

select * from all_contributions
