-- The owner and everyone below it, each for the days on which it was so.
create temp table people as
select
    owner_id,
    valid_from_date,
    coalesce(valid_to_date, date '9999-12-31') as valid_to_date
from marts.dim_owner_ancestors
where ancestor_owner_id = asked_owner();

create temp table allocated as
select
    costs.charge_date,
    costs.owner_id,
    costs.path_class,
    costs.rule_id,
    costs.service_name,
    costs.effective_cost
from marts.fct_allocated_costs_daily as costs
inner join people
    on
        costs.owner_id = people.owner_id
        and costs.charge_date >= people.valid_from_date
        and costs.charge_date < people.valid_to_date
where
    date_trunc('month', costs.charge_date) = asked_month()
    and (asked_service() = '' or contains(lower(costs.service_name), lower(asked_service())));

create temp table owned as
select
    allocated.path_class,
    allocated.rule_id,
    coalesce(any_value(rules.reason), '') as reason,
    coalesce(allocated.service_name, 'no service') as service_name,
    sum(allocated.effective_cost) as effective_cost
from allocated
left join marts.dim_allocation_rules as rules
    on
        allocated.rule_id = rules.rule_id
        and allocated.charge_date >= rules.valid_from_date
        and allocated.charge_date < coalesce(rules.valid_to_date, date '9999-12-31')
where allocated.path_class <> 'platform'
group by allocated.path_class, allocated.rule_id, allocated.service_name;

-- To those who use it, a platform is a service that bears its name.
create temp table passed as
with

platform_costs as (

    select
        service_name as platform_owner_id,
        sum(effective_cost) as effective_cost
    from allocated
    where path_class = 'platform'
    group by service_name

)

select
    platform_costs.platform_owner_id,
    printf(
        '%.1f%% of its charges by %s, %.6f a unit',
        100 * cast(platform_costs.effective_cost as double)
        / nullif(cast(platforms.own_effective_cost as double), 0),
        replace(platforms.meter_names, ' ', ' and '),
        cast(platforms.passed_effective_cost_per_unit as double)
    ) as why,
    platform_costs.effective_cost
from platform_costs
left join marts.fct_platform_economics_monthly as platforms
    on
        platform_costs.platform_owner_id = platforms.platform_owner_id
        and platforms.charge_month = asked_month();

create temp table ways as
with

paths as (

    select
        paths.origin_owner_id,
        paths.last_platform_owner_id,
        sum(cast(paths.effective_cost as double)) as effective_cost
    from marts.fct_allocation_paths as paths
    inner join people
        on
            paths.owner_id = people.owner_id
            and people.valid_from_date < paths.charge_month + interval 1 month
            and people.valid_to_date > paths.charge_month
    where paths.charge_month = asked_month() and paths.path_class = 'platform'
    group by paths.origin_owner_id, paths.last_platform_owner_id

)

select
    origin_owner_id,
    last_platform_owner_id,
    effective_cost / sum(effective_cost) over (partition by origin_owner_id) as path_ratio
from paths;
