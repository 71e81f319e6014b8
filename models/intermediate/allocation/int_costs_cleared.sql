with

transfers as (select * from {{ ref('int_costs_transferred') }}),

allocated_costs as (select * from {{ ref('int_costs_allocated') }}),

-- What a node was sent, less what it sent and what is allocated to it.
movements as (

    select
        charge_date,
        to_node as node,
        reporting_currency,
        {{ each_cost() }}
    from transfers
    union all
    select
        charge_date,
        from_node as node,
        reporting_currency,
        {{ each_cost('-{cost}') }}
    from transfers
    where from_node <> 'charges'
    union all
    select
        charge_date,
        owner_id as node,
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

),

-- Every edge between platforms is rounded once. What that leaves at a node, fractions of a cent,
-- goes through an account of its own, which ends the day empty.
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
    where
        billed_cost <> 0
        or effective_cost <> 0
        or list_cost <> 0
        or contracted_cost <> 0

)

select * from costs_cleared
