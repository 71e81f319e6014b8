with

members as (select * from {{ ref('int_anomaly_members_compared') }}),

-- What was expected differs from that by growth and the calendar, which members share by size.
members_weighted as (

    select
        anomaly_key,
        dimension_name,
        member_name,
        reporting_currency,
        actual_effective_cost,
        base_effective_cost,
        cast(
            expected_effective_cost
            - sum(base_effective_cost) over (partition by anomaly_key, dimension_name)
            as {{ type_money() }}
        ) as grown_effective_cost,
        coalesce(
            {{ ratio(
                'abs(base_effective_cost)',
                'sum(abs(base_effective_cost)) over (partition by anomaly_key, dimension_name)',
            ) }},
            0
        ) as base_ratio
    from members

),

members_expected as (

    select
        anomaly_key,
        dimension_name,
        member_name,
        reporting_currency,
        actual_effective_cost,
        cast(
            base_effective_cost + {{ conserved_share(
                'grown_effective_cost', 'base_ratio',
                ['anomaly_key', 'dimension_name'], ['member_name']
            ) }} as {{ type_money() }}
        ) as expected_effective_cost
    from members_weighted

),

contributions as (

    select
        anomaly_key,
        dimension_name,
        member_name,
        reporting_currency,
        expected_effective_cost,
        actual_effective_cost,
        cast(actual_effective_cost - expected_effective_cost as {{ type_money() }})
            as impact_effective_cost
    from members_expected

)

select * from contributions
