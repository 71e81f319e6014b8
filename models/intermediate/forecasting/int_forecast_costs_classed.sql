with

costs as (select * from {{ ref('int_costs_allocated') }}),

services as (select * from {{ ref('int_services_categorised') }}),

cost_classes as (select * from {{ ref('forecast_cost_classes') }}),

-- Bills still add to their newest days.
as_of as (

    select
        cast({{ dbt.dateadd('day', -var('forecast_lag_days'), 'max(charge_date)') }} as date)
            as as_of_date
    from costs
    where cost_type = 'usage'

),

costs_classed as (

    select
        costs.charge_date,
        as_of.as_of_date,
        costs.owner_id,
        costs.path_class,
        costs.provider_name,
        costs.service_name,
        cost_classes.cost_class,
        cost_classes.method,
        case
            when cost_classes.method <> 'statistical' then cost_classes.cost_class
            when costs.path_class = 'platform' then 'Platform'
            else coalesce(services.service_category, 'Other')
        end as service_category,
        costs.reporting_currency,
        costs.effective_cost
    from costs
    inner join cost_classes
        on costs.cost_type = cost_classes.cost_type
    cross join as_of
    left join services
        on
            costs.provider_name = services.provider_name
            and costs.service_name = services.service_name
    where costs.charge_date <= as_of.as_of_date

),

costs_of_leaves as (

    select
        concat_ws('/', cost_class, owner_id, service_category) as node_id,
        charge_date,
        as_of_date,
        owner_id,
        cost_class,
        method,
        path_class,
        provider_name,
        service_name,
        service_category,
        reporting_currency,
        effective_cost
    from costs_classed

)

select * from costs_of_leaves
