with

transfers as (select * from {{ ref('int_costs_transferred') }}),

allocated_costs as (select * from {{ ref('int_costs_allocated') }}),

-- What a node was sent, less what it sent and what is allocated to it.
movements as (

    select
        charge_date,
        to_node as node,
        reporting_currency,
        {{ four_costs() | join(',\n        ') }}
    from transfers
    union all
    select
        charge_date,
        from_node as node,
        reporting_currency,
        {% for cost in four_costs() %}
        -{{ cost }} as {{ cost }}{{ ',' if not loop.last }}
        {% endfor %}
    from transfers
    where from_node <> 'charges'
    union all
    select
        charge_date,
        owner_id as node,
        reporting_currency,
        {% for cost in four_costs() %}
        -{{ cost }} as {{ cost }}{{ ',' if not loop.last }}
        {% endfor %}
    from allocated_costs

),

balances as (

    select
        charge_date,
        node,
        reporting_currency,
        {% for cost in four_costs() %}
        cast(sum({{ cost }}) as {{ type_money() }}) as {{ cost }}{{ ',' if not loop.last }}
        {% endfor %}
    from movements
    group by charge_date, node, reporting_currency

),

-- Every edge between platforms is rounded once. What that leaves at a node, fractions of a cent, goes
-- through an account of its own, which ends the day empty.
costs_cleared as (

    select
        charge_date,
        'rounding' as hop_name,
        node as from_node,
        'rounding' as to_node,
        'rounding' as rule_id,
        reporting_currency,
        {{ four_costs() | join(',\n        ') }}
    from balances
    where {{ four_costs() | join(' <> 0 or ') }} <> 0

)

select * from costs_cleared
