with

transfers as (select * from {{ ref('int_costs_transferred') }}),

clearings as (select * from {{ ref('int_costs_cleared') }}),

moves as (

    select
        charge_date,
        hop_name,
        from_node,
        to_node,
        rule_id,
        reporting_currency,
        {{ each_cost() }}
    from transfers
    union all
    select
        charge_date,
        hop_name,
        from_node,
        to_node,
        rule_id,
        reporting_currency,
        {{ each_cost() }}
    from clearings

),

-- Each move is two postings, one at either end.
costs_posted as (

    select
        charge_date,
        hop_name,
        from_node as node,
        to_node as counterpart_node,
        rule_id,
        reporting_currency,
        {{ each_cost('-{cost}') }},
        true as is_source
    from moves
    union all
    select
        charge_date,
        hop_name,
        to_node as node,
        from_node as counterpart_node,
        rule_id,
        reporting_currency,
        {{ each_cost() }},
        false as is_source
    from moves

)

select * from costs_posted
