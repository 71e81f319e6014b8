with

contributions as (select * from {{ ref('int_anomaly_contributions') }}),

costs as (select * from {{ ref('int_anomaly_costs_compared') }}),

services as (

    select
        concat_ws('/', provider_name, service_name) as member_name,
        max(provider_name) as provider_name,
        max(service_name) as service_name
    from costs
    group by concat_ws('/', provider_name, service_name)

),

contributions_ranked as (

    select
        anomaly_key,
        dimension_name,
        member_name,
        row_number() over (
            partition by anomaly_key, dimension_name
            order by abs(impact_measured_cost) desc, member_name asc
        ) as size_rank
    from contributions

),

-- What contributes most, in each dimension.
causes as (

    select
        ranked.anomaly_key,
        max(case when ranked.dimension_name = 'owner' then ranked.member_name end)
            as main_owner_id,
        max(services.provider_name) as main_provider_name,
        max(services.service_name) as main_service_name
    from contributions_ranked as ranked
    left join services
        on
            ranked.member_name = services.member_name
            and ranked.dimension_name = 'service'
    where ranked.size_rank = 1
    group by ranked.anomaly_key

)

select * from causes
