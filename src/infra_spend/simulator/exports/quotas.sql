-- The quota of a team is the sum of its services, so no service may hold more than its team.
with

of_services as (

    select
        case
            when services.archetype = 'platform' then 'platform-' || services.service_id
            else services.service_id
        end as owner_id,
        service_teams.team_id,
        quota_plan.resource_kind,
        quota_plan.quota_quantity,
        quota_plan.quantity_unit
    from quota_plan
    inner join services
        on quota_plan.service_number = services.service_number
    inner join service_teams
        on
            services.service_id = service_teams.service_id
            and service_teams.valid_from_date <= getvariable('billing_month')
            and (
                service_teams.valid_to_date is null
                or service_teams.valid_to_date > getvariable('billing_month')
            )
    where
        quota_plan.valid_from_date <= getvariable('billing_month')
        and quota_plan.valid_to_date > getvariable('billing_month')
        and services.start_date < getvariable('billing_month') + interval 1 month

),

of_teams as (

    select
        team_id as owner_id,
        resource_kind,
        sum(quota_quantity) as quota_quantity,
        quantity_unit
    from of_services
    group by team_id, resource_kind, quantity_unit

),

quotas_of_all as (

    select
        owner_id,
        resource_kind,
        quota_quantity,
        quantity_unit
    from of_services
    union all
    select
        owner_id,
        resource_kind,
        quota_quantity,
        quantity_unit
    from of_teams

),

quotas as (

    select
        cast(getvariable('billing_month') as timestamp) as quota_month_at,
        owner_id,
        resource_kind,
        cast(quota_quantity as decimal(18, 0)) as quota_quantity,
        quantity_unit
    from quotas_of_all

)

select * from quotas
order by owner_id, resource_kind
