with

costs_priced as (select * from {{ ref('int_scenario_costs_priced') }}),

savings as (select * from {{ ref('int_scenario_savings') }}),

one_offs as (select * from {{ ref('scenario_one_offs') }}),

costs_saved as (

    select
        costs_priced.scenario_name,
        costs_priced.node_id,
        costs_priced.owner_id,
        costs_priced.cost_class,
        costs_priced.forecast_month,
        costs_priced.reporting_currency,
        costs_priced.baseline_effective_cost,
        costs_priced.driven_effective_cost,
        costs_priced.repriced_effective_cost,
        costs_priced.trended_effective_cost,
        case
            when savings.node_id is null then costs_priced.trended_effective_cost
            else {{ money(
                'cast(costs_priced.trended_effective_cost as double) * savings.left_ratio'
            ) }}
        end as saved_effective_cost
    from costs_priced
    left join savings
        on
            costs_priced.scenario_name = savings.scenario_name
            and costs_priced.node_id = savings.node_id
            and costs_priced.forecast_month = savings.forecast_month

),

one_offs_due as (

    select
        costs_priced.scenario_name,
        costs_priced.node_id,
        costs_priced.forecast_month,
        sum(one_offs.effective_cost) as effective_cost
    from one_offs
    inner join costs_priced
        on
            one_offs.node_id = costs_priced.node_id
            and coalesce(one_offs.scenario_name, costs_priced.scenario_name)
            = costs_priced.scenario_name
            and cast({{ dbt.date_trunc('month', 'one_offs.due_date') }} as date)
            = costs_priced.forecast_month
    group by costs_priced.scenario_name, costs_priced.node_id, costs_priced.forecast_month

),

layers_valued as (

    select
        costs_saved.scenario_name,
        costs_saved.node_id,
        costs_saved.owner_id,
        costs_saved.cost_class,
        costs_saved.forecast_month,
        costs_saved.reporting_currency,
        costs_saved.baseline_effective_cost,
        costs_saved.driven_effective_cost - costs_saved.baseline_effective_cost
            as business_drivers_effective_cost,
        costs_saved.repriced_effective_cost - costs_saved.driven_effective_cost
            as price_changes_effective_cost,
        costs_saved.trended_effective_cost - costs_saved.repriced_effective_cost
            as technology_trends_effective_cost,
        costs_saved.saved_effective_cost - costs_saved.trended_effective_cost
            as initiatives_effective_cost,
        cast(coalesce(one_offs_due.effective_cost, 0) as {{ type_money() }})
            as one_offs_effective_cost
    from costs_saved
    left join one_offs_due
        on
            costs_saved.scenario_name = one_offs_due.scenario_name
            and costs_saved.node_id = one_offs_due.node_id
            and costs_saved.forecast_month = one_offs_due.forecast_month

)

select * from layers_valued
