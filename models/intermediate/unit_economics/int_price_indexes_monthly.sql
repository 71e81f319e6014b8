with

effects as (

    select * from {{ ref('int_cost_effects_by_node') }}
    where comparison_name = 'previous_month'

),

months as (

    select * from {{ ref('int_owner_months_compared') }}
    where comparison_name = 'previous_month'

),

changes as (

    select
        owner_id,
        earlier_month,
        later_month,
        sum(change_effective_cost) as change_effective_cost,
        sum(
            case when effect_name in {{ price_effects() }} then change_effective_cost else 0 end
        ) as price_effective_cost
    from effects
    group by owner_id, earlier_month, later_month

),

-- What a month costs per what it would have cost at the prices of the month before.
price_ratios as (

    select
        changes.owner_id,
        changes.later_month,
        coalesce(
            {{ cost_rate(
                '(months.earlier_effective_cost + changes.change_effective_cost)',
                '(months.earlier_effective_cost + changes.change_effective_cost '
                ~ '- changes.price_effective_cost)'
            ) }},
            1
        ) as price_ratio
    from changes
    inner join months
        on
            changes.owner_id = months.owner_id
            and changes.earlier_month = months.earlier_month
            and changes.later_month = months.later_month

),

price_indexes as (

    select
        owner_id,
        later_month as billing_month,
        exp(
            sum(ln(case when price_ratio > 0 then price_ratio else 1 end)) over (
                partition by owner_id order by later_month
                rows between unbounded preceding and current row
            )
        ) as price_index
    from price_ratios

)

select * from price_indexes
