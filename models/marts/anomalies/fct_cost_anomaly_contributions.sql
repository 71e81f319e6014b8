with

incidents as (select * from {{ ref('int_anomaly_incidents') }}),

contributions as (select * from {{ ref('int_anomaly_contributions') }}),

effects as (select * from {{ ref('int_anomaly_effects') }}),

-- What an effect would have cost and what it did cost, nobody can say.
all_contributions as (

    select
        anomaly_key,
        dimension_name,
        member_name,
        reporting_currency,
        expected_measured_cost,
        actual_measured_cost,
        impact_measured_cost
    from contributions
    union all
    select
        anomaly_key,
        dimension_name,
        member_name,
        reporting_currency,
        cast(null as {{ type_money() }}) as expected_measured_cost,
        cast(null as {{ type_money() }}) as actual_measured_cost,
        impact_measured_cost
    from effects

),

contributions_measured as (

    select
        parts.anomaly_key,
        incidents.measured_as,
        parts.dimension_name,
        parts.member_name,
        parts.reporting_currency,
        case when incidents.measured_as = 'cost' then parts.expected_measured_cost end
            as expected_effective_cost,
        case when incidents.measured_as = 'cost' then parts.actual_measured_cost end
            as actual_effective_cost,
        case when incidents.measured_as = 'cost' then parts.impact_measured_cost end
            as impact_effective_cost,
        case when incidents.measured_as = 'usage' then parts.expected_measured_cost end
            as expected_list_cost,
        case when incidents.measured_as = 'usage' then parts.actual_measured_cost end
            as actual_list_cost,
        case when incidents.measured_as = 'usage' then parts.impact_measured_cost end
            as impact_list_cost
    from all_contributions as parts
    inner join incidents
        on parts.anomaly_key = incidents.anomaly_key

)

select * from contributions_measured
