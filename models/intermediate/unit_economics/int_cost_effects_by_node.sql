with

cost_effects as (select * from {{ ref('int_cost_effects') }}),

ancestors as (select * from {{ ref('int_forecast_ancestors') }}),

effects_by_node as (

    select
        cost_effects.comparison_name,
        cost_effects.earlier_month,
        cost_effects.later_month,
        ancestors.ancestor_owner_id as owner_id,
        ancestors.ancestor_owner_type as owner_type,
        cost_effects.effect_name,
        cost_effects.reporting_currency,
        cast(sum(cost_effects.change_effective_cost) as {{ type_money() }})
            as change_effective_cost,
        cast(sum(cost_effects.change_list_cost) as {{ type_money() }}) as change_list_cost
    from cost_effects
    inner join ancestors
        on cost_effects.owner_id = ancestors.owner_id
    group by all

),

numbered_effects as (

    select
        *,
        case effect_name
            {% for effect in variance_effects() %}
            when '{{ effect }}' then {{ loop.index }}
            {% endfor %}
        end as effect_number
    from effects_by_node

)

select * from numbered_effects
