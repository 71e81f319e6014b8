{%- set dimensions = {
    'owner': 'owner_id',
    'service': "concat_ws('/', provider_name, service_name)",
    'path_class': 'path_class',
} -%}

with

incidents as (select * from {{ ref('int_anomaly_incidents') }}),

costs as (select * from {{ ref('int_anomaly_costs_compared') }}),

members as (

    {% for dimension_name, member in dimensions.items() %}
    select
        anomaly_key,
        '{{ dimension_name }}' as dimension_name,
        coalesce({{ member }}, '') as member_name,
        sum(base_measured_cost) as base_measured_cost,
        cast(sum(actual_measured_cost) as {{ type_money() }}) as actual_measured_cost
    from costs
    group by anomaly_key, {{ member }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- What the days before cost, for as many days.
members_compared as (

    select
        members.anomaly_key,
        members.dimension_name,
        members.member_name,
        members.actual_measured_cost,
        incidents.expected_measured_cost,
        incidents.reporting_currency,
        {{ money(
            'cast(members.base_measured_cost as double) * ('
            ~ days_between('incidents.start_date', 'incidents.end_date') ~ ' + 1) / '
            ~ var('anomaly_base_days')
        ) }} as base_measured_cost
    from members
    inner join incidents
        on members.anomaly_key = incidents.anomaly_key

)

select * from members_compared
