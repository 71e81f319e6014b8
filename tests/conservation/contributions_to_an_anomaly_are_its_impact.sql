with

anomalies as (select * from {{ ref('fct_cost_anomalies') }}),

contributions as (select * from {{ ref('fct_cost_anomaly_contributions') }}),

contributed as (

    select
        anomaly_key,
        dimension_name,
        coalesce(sum(impact_effective_cost), 0) as impact_effective_cost,
        coalesce(sum(impact_list_cost), 0) as impact_list_cost
    from contributions
    group by anomaly_key, dimension_name

)

select
    anomalies.anomaly_key,
    contributed.dimension_name,
    anomalies.impact_effective_cost,
    contributed.impact_effective_cost as contributed_effective_cost,
    anomalies.impact_list_cost,
    contributed.impact_list_cost as contributed_list_cost
from anomalies
inner join contributed
    on anomalies.anomaly_key = contributed.anomaly_key
where
    coalesce(anomalies.impact_effective_cost, 0) <> contributed.impact_effective_cost
    or coalesce(anomalies.impact_list_cost, 0) <> contributed.impact_list_cost
