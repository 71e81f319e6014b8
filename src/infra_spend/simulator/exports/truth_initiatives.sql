-- What each initiative that has begun claims, and what it really saves on the own meters of its
-- service in a month of 30 days, at list price.
with

known as (

    select
        initiatives.initiative_id,
        initiatives.initiative_kind,
        services.service_id,
        initiatives.workload,
        initiatives.start_date,
        cast(initiatives.factor_ppm * 0.000001 as decimal(12, 6)) as demand_ratio,
        initiatives.claim_kind,
        initiatives.true_monthly_micro_cost > 0 as is_effective,
        cast(initiatives.claimed_monthly_cost as decimal(18, 6)) as claimed_monthly_saving_cost,
        cast(
            initiatives.true_monthly_micro_cost * 0.000001 as decimal(18, 6)
        ) as true_monthly_list_saving_cost
    from initiatives
    inner join services
        on initiatives.service_number = services.service_number
    where initiatives.start_date < getvariable('as_of')

)

select * from known
order by initiative_id
