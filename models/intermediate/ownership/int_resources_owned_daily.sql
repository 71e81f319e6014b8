with

costs as (select * from {{ ref('int_resource_costs_owned') }}),

costs_by_owner as (

    select
        charge_date,
        resource_id,
        owner_id,
        rule_id,
        provider_name,
        service_name,
        sum(effective_cost) as effective_cost
    from costs
    group by charge_date, resource_id, owner_id, rule_id, provider_name, service_name

),

costs_ranked as (

    select
        charge_date,
        resource_id,
        owner_id,
        rule_id,
        provider_name,
        service_name,
        row_number() over (
            partition by charge_date, resource_id
            order by
                effective_cost desc, owner_id asc, rule_id asc, provider_name asc, service_name asc
        ) as cost_rank
    from costs_by_owner

),

-- A resource is not divided between owners: that of its largest charge answers for it that day.
resources_owned as (

    select
        charge_date,
        resource_id,
        owner_id,
        rule_id,
        provider_name,
        service_name
    from costs_ranked
    where cost_rank = 1

)

select * from resources_owned
