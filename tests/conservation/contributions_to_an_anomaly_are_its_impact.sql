with

anomalies as (select * from {{ ref('fct_cost_anomalies') }}),

contributions as (select * from {{ ref('fct_cost_anomaly_contributions') }}),

contributed as (

    select
        anomaly_key,
        dimension_name,
        sum(impact_effective_cost) as impact_effective_cost
    from contributions
    group by anomaly_key, dimension_name

)

select
    anomalies.anomaly_key,
    contributed.dimension_name,
    anomalies.impact_effective_cost,
    contributed.impact_effective_cost as contributed_effective_cost
from anomalies
inner join contributed
    on anomalies.anomaly_key = contributed.anomaly_key
where anomalies.impact_effective_cost <> contributed.impact_effective_cost
