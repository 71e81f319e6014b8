with

usage_valued as (select * from {{ ref('int_usage_valued_daily') }}),

services as (select * from {{ ref('int_services_categorised') }}),

cost_classes as (select * from {{ ref('forecast_cost_classes') }}),

newest_days as (select max(usage_date) as as_of_date from usage_valued),

-- Usage stands where its owner's cost of usage does, whoever pays for it in the end.
usage_classed as (

    select
        usage_valued.usage_date,
        newest_days.as_of_date,
        usage_valued.owner_id,
        cost_classes.cost_class,
        usage_valued.provider_name,
        usage_valued.service_name,
        coalesce(services.service_category, 'Other') as service_category,
        usage_valued.constant_list_cost
    from usage_valued
    inner join cost_classes
        on cost_classes.cost_type = 'usage'
    cross join newest_days
    left join services
        on
            usage_valued.provider_name = services.provider_name
            and usage_valued.service_name = services.service_name

),

usage_of_leaves as (

    select
        concat_ws('/', cost_class, owner_id, service_category) as node_id,
        usage_date,
        as_of_date,
        owner_id,
        cost_class,
        provider_name,
        service_name,
        service_category,
        cast(sum(constant_list_cost) as {{ type_money() }}) as constant_list_cost
    from usage_classed
    group by all

)

select * from usage_of_leaves
