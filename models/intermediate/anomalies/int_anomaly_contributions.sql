with

members as (select * from {{ ref('int_anomaly_members_compared') }}),

-- What was expected differs from that by growth and the calendar, which members share by size.
members_weighted as (

    select
        anomaly_key,
        dimension_name,
        member_name,
        reporting_currency,
        actual_measured_cost,
        base_measured_cost,
        cast(
            expected_measured_cost
            - sum(base_measured_cost) over (partition by anomaly_key, dimension_name)
            as {{ type_money() }}
        ) as grown_measured_cost,
        coalesce(
            {{ ratio(
                'abs(base_measured_cost)',
                'sum(abs(base_measured_cost)) over (partition by anomaly_key, dimension_name)',
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
        actual_measured_cost,
        cast(
            base_measured_cost + {{ conserved_share(
                'grown_measured_cost', 'base_ratio',
                ['anomaly_key', 'dimension_name'], ['member_name']
            ) }} as {{ type_money() }}
        ) as expected_measured_cost
    from members_weighted

),

contributions as (

    select
        anomaly_key,
        dimension_name,
        member_name,
        reporting_currency,
        expected_measured_cost,
        actual_measured_cost,
        cast(actual_measured_cost - expected_measured_cost as {{ type_money() }})
            as impact_measured_cost
    from members_expected

)

select * from contributions
