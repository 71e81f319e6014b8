with

transfers as (select * from {{ ref('int_costs_transferred') }}),

allocated_costs as (select * from {{ ref('int_costs_allocated') }}),

-- What a node was sent, less what it sent and what is allocated to it.
movements as (

    select
        charge_date,
        to_node as node,
        hop_name,
        reporting_currency,
        {{ each_cost() }}
    from transfers
    union all
    select
        charge_date,
        from_node as node,
        hop_name,
        reporting_currency,
        {{ each_cost('-{cost}') }}
    from transfers
    where from_node <> 'charges'
    union all
    select
        charge_date,
        owner_id as node,
        'allocated' as hop_name,
        reporting_currency,
        {{ each_cost('-{cost}') }}
    from allocated_costs

),

balances as (

    select
        charge_date,
        node,
        reporting_currency,
        {{ each_cost('cast(sum({cost}) as ' ~ type_money() ~ ')') }}
    from movements
    group by charge_date, node, reporting_currency
    having max(case when hop_name = 'platform' then 1 else 0 end) = 1

),

-- Every edge of a platform is rounded once. What that leaves at its ends, fractions of a cent or
-- nothing, goes through an account of its own, which ends the day empty.
costs_cleared as (

    select
        charge_date,
        'rounding' as hop_name,
        node as from_node,
        'rounding' as to_node,
        'rounding' as rule_id,
        reporting_currency,
        {{ each_cost() }}
    from balances

)

select * from costs_cleared
