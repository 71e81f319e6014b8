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
        {{ four_costs() | join(',\n        ') }}
    from transfers
    union all
    select
        charge_date,
        hop_name,
        from_node,
        to_node,
        rule_id,
        reporting_currency,
        {{ four_costs() | join(',\n        ') }}
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
        {% for cost in four_costs() %}
        -{{ cost }} as {{ cost }},
        {% endfor %}
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
        {{ four_costs() | join(',\n        ') }},
        false as is_source
    from moves

)

select * from costs_posted
