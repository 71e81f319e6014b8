with

owned_costs as (select * from {{ ref('int_costs_owned_daily') }}),

split_costs as (select * from {{ ref('int_costs_split') }}),

-- Each part that is split off leaves the owner of the machine and comes to whoever holds it.
costs as (

    select
        charge_date,
        owner_id,
        rule_id,
        'direct' as path_class,
        provider_name,
        service_name,
        cost_type,
        reporting_currency,
        {{ each_cost() }}
    from owned_costs
    union all
    select
        charge_date,
        from_owner_id as owner_id,
        from_rule_id as rule_id,
        'direct' as path_class,
        provider_name,
        service_name,
        cost_type,
        reporting_currency,
        {{ each_cost('-{cost}') }}
    from split_costs
    union all
    select
        charge_date,
        to_owner_id as owner_id,
        split_id as rule_id,
        path_class,
        provider_name,
        service_name,
        cost_type,
        reporting_currency,
        {{ each_cost() }}
    from split_costs

),

costs_shared as (

    select
        {{ month_of('charge_date') }} as billing_month,
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

select * from costs_shared
