-- An initiative counts as done a month after it has begun, whether it saves anything or not.
with

known as (

    select
        cast(initiatives.start_date as timestamp) as starts_at,
        initiatives.initiative_id,
        initiatives.initiative_name,
        initiatives.initiative_kind,
        service_teams.team_id as owner_id,
        case
            when services.archetype = 'platform' then 'platform-' || services.service_id
            else services.service_id
        end as service_id,
        cast(initiatives.claimed_monthly_cost as decimal(18, 2)) as claimed_monthly_saving_cost,
        'USD' as saving_currency,
        case
            when getvariable('known_at') < initiatives.start_date then 'planned'
            when getvariable('known_at') < initiatives.start_date + interval 30 days
                then 'in progress'
            else 'done'
        end as status
    from initiatives
    inner join services
        on initiatives.service_number = services.service_number
    inner join service_teams
        on
            services.service_id = service_teams.service_id
            and initiatives.start_date >= service_teams.valid_from_date
            and (
                service_teams.valid_to_date is null
                or initiatives.start_date < service_teams.valid_to_date
            )
    where
        date_trunc('month', initiatives.start_date) = getvariable('billing_month')
        and initiatives.announced_date <= getvariable('known_at')

)

select * from known
order by initiative_id
