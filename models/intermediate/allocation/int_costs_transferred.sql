with

owned_costs as (select * from {{ ref('int_costs_owned_daily') }}),

split_costs as (select * from {{ ref('int_costs_split') }}),

spread_costs as (select * from {{ ref('int_costs_spread') }}),

passed_costs as (select * from {{ ref('int_platform_costs_passed') }}),

transfers as (

    select
        charge_date,
        'own' as hop_name,
        'charges' as from_node,
        owner_id as to_node,
        rule_id,
        reporting_currency,
        {{ each_cost() }}
    from owned_costs
    union all
    select
        charge_date,
        'split' as hop_name,
        from_owner_id as from_node,
        to_owner_id as to_node,
        split_id as rule_id,
        reporting_currency,
        {{ each_cost() }}
    from split_costs
    where from_owner_id <> to_owner_id
    union all
    select
        charge_date,
        'spread' as hop_name,
        'unallocated' as from_node,
        owner_id as to_node,
        policy_id as rule_id,
        reporting_currency,
        {{ each_cost() }}
    from spread_costs
    union all
    select
        charge_date,
        'platform' as hop_name,
        platform_owner_id as from_node,
        consumer_owner_id as to_node,
        'metered_usage' as rule_id,
        reporting_currency,
        {{ each_cost() }}
    from passed_costs

),

costs_transferred as (

    select
        charge_date,
        hop_name,
        from_node,
        to_node,
        rule_id,
        reporting_currency,
        {{ each_cost('cast(sum({cost}) as ' ~ type_money() ~ ')') }}
    from transfers
    group by all

)

select * from costs_transferred
