-- The owner and everyone below it, as bridges and anomalies have it: by today's organisation.
create temp view people as
select owner_id
from marts.dim_owner_ancestors
where ancestor_owner_id = asked_owner() and valid_to_date is null;

create temp view months as
select
    cast(date_trunc('month', charge_date) as date) as charge_month,
    sum(effective_cost) as effective_cost
from marts.fct_costs_daily
where
    owner_id in (from people)
    and charge_date >= asked_month() - interval 12 month
    and charge_date < asked_month() + interval 1 month
group by charge_month
order by charge_month;

create temp view services as
select
    provider_name || ' · ' || service_name as label,
    coalesce(sum(effective_cost) filter (where charge_date >= asked_month()), 0) as effective_cost,
    coalesce(sum(effective_cost) filter (where charge_date < asked_month()), 0) as before_cost
from marts.fct_costs_daily
where
    owner_id in (from people)
    and charge_date >= asked_month() - interval 1 month
    and charge_date < asked_month() + interval 1 month
group by label
order by effective_cost desc, label;

create temp view moves as
select
    effect_name,
    change_effective_cost
from marts.fct_variance_bridge
where
    owner_id = asked_owner()
    and comparison_name = 'previous_month'
    and later_month = asked_month()
order by abs(change_effective_cost) desc, effect_number;

create temp view budgets as
select
    account_class,
    budget_cost,
    effective_cost,
    p50_effective_cost,
    p90_effective_cost,
    overrun_probability_ratio
from marts.fct_budget_vs_actual
where owner_id = asked_owner() and budget_month = asked_month() and is_current
order by account_class;

create temp view anomalies as
select
    coalesce(main_owner_id, owner_id) as owner_id,
    coalesce(main_service_name, service_category) as service_name,
    anomaly_kind,
    anomaly_status,
    measured_as,
    coalesce(impact_effective_cost, impact_list_cost) as impact_cost,
    start_date,
    status_reason
from marts.fct_cost_anomalies
where
    owner_id in (from people)
    and start_date < asked_month() + interval 1 month
    and coalesce(end_date, asked_month()) >= asked_month()
order by measured_as, abs(coalesce(impact_effective_cost, impact_list_cost)) desc, anomaly_key;

create temp view opportunities as
select
    recommended_action,
    service_name,
    owner_id,
    confidence,
    effort,
    monthly_net_potential_cost,
    age_day_count
from marts.fct_opportunities
where owner_id in (from people) and monthly_net_potential_cost > 0
order by monthly_net_potential_cost desc, opportunity_id;

-- Of the owner, or of the nearest one above it that has any.
create temp view units as
select
    units.metric_name,
    units.cost_name,
    units.metric_unit,
    units.units_per_unit_count,
    sum(units.effective_cost) filter (where units.charge_date >= asked_month())
    / nullif(sum(units.metric_quantity) filter (where units.charge_date >= asked_month()), 0)
    * units.units_per_unit_count as unit_cost,
    sum(units.effective_cost) filter (where units.charge_date < asked_month())
    / nullif(sum(units.metric_quantity) filter (where units.charge_date < asked_month()), 0)
    * units.units_per_unit_count as before_cost
from marts.fct_unit_costs_daily as units
inner join marts.dim_owner_ancestors as ancestors
    on
        units.cost_name = ancestors.ancestor_owner_id
        and ancestors.owner_id = asked_owner()
        and ancestors.valid_to_date is null
where
    units.cost_basis = 'allocated'
    and units.charge_date >= asked_month() - interval 1 month
    and units.charge_date < asked_month() + interval 1 month
group by
    units.metric_name,
    units.cost_name,
    units.metric_unit,
    units.units_per_unit_count,
    ancestors.level_count
having unit_cost is not null
qualify ancestors.level_count = min(ancestors.level_count) over ()
order by units.metric_name;

create temp view about as
select
    (
        select arg_max(owner_name, valid_from_date)
        from marts.dim_owners
        where owner_id = asked_owner()
    ) as owner_name,
    (
        select arg_max(owner_type, valid_from_date)
        from marts.dim_owners
        where owner_id = asked_owner()
    ) as owner_type,
    max(charge_date) as as_of_date,
    min(charge_date) as first_date,
    any_value(reporting_currency) as currency
from marts.fct_costs_daily;
