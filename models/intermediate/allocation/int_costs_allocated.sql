with

costs as (select * from {{ ref('int_costs_before_platforms') }}),

platform_costs as (select * from {{ ref('int_platform_costs_own') }}),

costs_passed as (select * from {{ ref('int_costs_through_platforms') }}),

-- To those who use it, a platform is a service of the company.
costs_allocated as (

    select
        costs.charge_date,
        costs.owner_id,
        costs.rule_id,
        costs.path_class,
        costs.provider_name,
        costs.service_name,
        costs.cost_type,
        costs.reporting_currency,
        {{ each_cost('costs.{cost}') }}
    from costs
    left join platform_costs
        on
            costs.charge_date = platform_costs.charge_date
            and costs.owner_id = platform_costs.platform_owner_id
            and costs.reporting_currency = platform_costs.reporting_currency
    where platform_costs.platform_owner_id is null
    union all
    select
        charge_date,
        final_owner_id as owner_id,
        'metered_usage' as rule_id,
        'platform' as path_class,
        '{{ var("platform_provider_name") }}' as provider_name,
        platform_owner_id as service_name,
        'usage' as cost_type,
        reporting_currency,
        {{ each_cost() }}
    from costs_passed

)

select * from costs_allocated
