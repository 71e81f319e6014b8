with

shared_costs as (select * from {{ ref('int_costs_shared') }}),

costs_without_owner as (select * from {{ ref('int_costs_with_policy') }}),

spread_costs as (select * from {{ ref('int_costs_spread') }}),

costs as (

    select
        charge_date,
        owner_id,
        rule_id,
        path_class,
        provider_name,
        service_name,
        cost_type,
        reporting_currency,
        {{ each_cost() }}
    from shared_costs
    where owner_id <> 'unallocated'
    union all
    select
        charge_date,
        owner_id,
        rule_id,
        path_class,
        provider_name,
        service_name,
        cost_type,
        reporting_currency,
        {{ each_cost() }}
    from costs_without_owner
    where policy_id is null
    union all
    select
        charge_date,
        owner_id,
        policy_id as rule_id,
        path_class,
        provider_name,
        service_name,
        cost_type,
        reporting_currency,
        {{ each_cost() }}
    from spread_costs

),

costs_before_platforms as (

    select
        charge_date,
        owner_id,
        rule_id,
        path_class,
        provider_name,
        service_name,
        cost_type,
        reporting_currency,
        {{ each_cost('cast(sum({cost}) as ' ~ type_money() ~ ')') }}
    from costs
    group by all

)

select * from costs_before_platforms
