with

effects as (select * from {{ ref('int_cost_effects_by_node') }}),

months as (select * from {{ ref('int_owner_months_compared') }}),

-- Where each effect leads to, from the earlier cost on.
effects_in_order as (

    select
        effects.*,
        coalesce(months.earlier_effective_cost, 0) + sum(effects.change_effective_cost) over (
            partition by
                effects.comparison_name, effects.earlier_month, effects.later_month,
                effects.owner_id
            order by effects.effect_number
            rows between unbounded preceding and current row
        ) as to_effective_cost
    from effects
    left join months
        on
            effects.comparison_name = months.comparison_name
            and effects.earlier_month = months.earlier_month
            and effects.later_month = months.later_month
            and effects.owner_id = months.owner_id

),

variance_bridge as (

    select
        comparison_name,
        earlier_month,
        later_month,
        owner_id,
        owner_type,
        effect_name,
        cast(effect_number as bigint) as effect_number,
        reporting_currency,
        cast(to_effective_cost - change_effective_cost as {{ type_money() }})
            as from_effective_cost,
        change_effective_cost,
        cast(to_effective_cost as {{ type_money() }}) as to_effective_cost,
        change_list_cost
    from effects_in_order

)

select * from variance_bridge
