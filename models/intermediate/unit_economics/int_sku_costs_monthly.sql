with

costs as (select * from {{ ref('int_costs_owned') }}),

cost_effects as (select * from {{ ref('variance_cost_effects') }}),

-- What a later bill says about an earlier month is a restatement, whatever it is about. Fees of
-- commitments may have begun before the month that bills them.
costs_with_effect as (

    select
        costs.*,
        case
            when
                costs.charge_class = 'Correction'
                or (
                    costs.cost_type <> 'commitment_fee'
                    and {{ month_of('costs.original_charge_date') }} < costs.billing_month
                )
                then 'restatement'
            else coalesce(cost_effects.effect_name, 'one_off')
        end as effect_name
    from costs
    left join cost_effects
        on costs.cost_type = cost_effects.cost_type

),

-- Only what is taken apart needs its SKU.
sku_costs_monthly as (

    select
        billing_month,
        effect_name,
        owner_id,
        provider_name,
        service_name,
        {% for name in ['sku_meter', 'region_id', 'consumed_unit'] %}
        case when effect_name = 'usage' then {{ name }} end as {{ name }},
        {% endfor %}
        billing_currency,
        reporting_currency,
        {% for cost in ['list_cost', 'contracted_cost', 'effective_cost'] %}
        cast(sum({{ cost }}) as {{ type_money() }}) as {{ cost }},
        {% endfor %}
        {% for cost in ['contracted_cost', 'effective_cost'] %}
        cast(
            sum(case when commitment_discount_status = 'Used' then {{ cost }} else 0 end)
            as {{ type_money() }}
        ) as covered_{{ cost }},
        {% endfor %}
        cast(sum(consumed_quantity) as {{ type_quantity() }}) as consumed_quantity
    from costs_with_effect
    group by all

)

select * from sku_costs_monthly
where list_cost <> 0 or contracted_cost <> 0 or effective_cost <> 0
