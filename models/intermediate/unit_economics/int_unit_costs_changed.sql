{%- set key = ['metric_name', 'product', 'cost_name', 'cost_basis'] -%}
with

unit_costs as (select * from {{ ref('int_unit_costs_daily') }}),

price_indexes as (select * from {{ ref('int_price_indexes_monthly') }}),

-- What comes through platforms and policies is of all prices that the company pays.
unit_costs_with_index as (

    select
        unit_costs.*,
        coalesce(price_indexes.price_index, 1) as price_index
    from unit_costs
    left join price_indexes
        on
            {{ month_of('unit_costs.charge_date') }} = price_indexes.billing_month
            and price_indexes.owner_id
            = case when unit_costs.cost_basis = 'owned' then unit_costs.owner_id else 'company' end

),

changes as (

    select
        {% for name in key %}
        unit_costs.{{ name }},
        {% endfor %}
        unit_costs.charge_date,
        unit_costs.effective_cost - unit_costs_before.effective_cost as change_effective_cost,
        {{ money(
            'unit_costs_before.unit_cost * cast('
            ~ 'unit_costs.metric_quantity - unit_costs_before.metric_quantity as double)'
            ~ ' / unit_costs.units_per_unit_count'
        ) }} as volume_effective_cost,
        {{ money(
            'cast(unit_costs.effective_cost as double)'
            ~ ' * (1 - unit_costs_before.price_index / unit_costs.price_index)'
        ) }} as price_effective_cost
    from unit_costs_with_index as unit_costs
    inner join unit_costs_with_index as unit_costs_before
        on
            {{ same_unit_cost('unit_costs', 'unit_costs_before') }}
            and {{ days_between('unit_costs_before.charge_date', 'unit_costs.charge_date') }}
            = {{ var('unit_cost_change_days') }}
    where unit_costs.unit_cost is not null and unit_costs_before.unit_cost is not null

),

-- Efficiency is what is left: another cost of a unit at prices that stayed.
unit_costs_changed as (

    select
        {{ key | join(', ') }},
        charge_date,
        cast(change_effective_cost as {{ type_money() }}) as change_effective_cost,
        volume_effective_cost,
        price_effective_cost,
        cast(
            change_effective_cost - volume_effective_cost - price_effective_cost
            as {{ type_money() }}
        ) as efficiency_effective_cost
    from changes

)

select * from unit_costs_changed
