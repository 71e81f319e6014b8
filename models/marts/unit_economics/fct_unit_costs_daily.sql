with

unit_costs as (select * from {{ ref('int_unit_costs_daily') }}),

bases as (select * from {{ ref('int_unit_cost_bases') }}),

changes as (select * from {{ ref('int_unit_costs_changed') }}),

responses as (select * from {{ ref('int_unit_cost_responses') }}),

unit_costs_daily as (

    select
        unit_costs.metric_name,
        unit_costs.product,
        unit_costs.cost_name,
        unit_costs.cost_basis,
        unit_costs.charge_date,
        '{{ var("reporting_currency") }}' as reporting_currency,
        unit_costs.effective_cost,
        {{ money('unit_costs.unit_cost') }} as unit_effective_cost,
        {{ money('responses.marginal_cost') }} as marginal_effective_cost,
        changes.change_effective_cost,
        changes.volume_effective_cost,
        changes.price_effective_cost,
        changes.efficiency_effective_cost,
        unit_costs.metric_quantity,
        unit_costs.metric_unit,
        unit_costs.units_per_unit_count,
        cast(
            unit_costs.unit_cost / nullif(bases.base_unit_cost, 0) as {{ type_throughput() }}
        ) as unit_cost_index,
        unit_costs.is_metric_missing,
        unit_costs.is_metric_zero
    from unit_costs
    left join bases
        on {{ same_unit_cost('unit_costs', 'bases') }}
    left join changes
        on
            {{ same_unit_cost('unit_costs', 'changes') }}
            and unit_costs.charge_date = changes.charge_date
    left join responses
        on
            {{ same_unit_cost('unit_costs', 'responses') }}
            and unit_costs.charge_date = responses.charge_date

)

select * from unit_costs_daily
