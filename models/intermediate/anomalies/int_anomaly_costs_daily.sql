with

costs as (select * from {{ ref('int_anomaly_costs_measured') }}),

nodes as (select * from {{ ref('int_forecast_nodes') }}),

-- What falls due by the month has a plan, not a level.
node_costs as (

    select
        costs.measured_as,
        costs.node_id,
        costs.charge_date,
        costs.as_of_date,
        costs.measured_cost
    from costs
    inner join nodes
        on costs.node_id = nodes.node_id
    where nodes.method = 'statistical'

),

-- A day is told by so many days before it.
window_start as (

    select
        as_of_date,
        cast(
            {{ dbt.dateadd(
                'day', -var('anomaly_lookback_days'), anomalies_settled_until()
            ) }} as date
        ) as from_date
    from node_costs
    group by as_of_date

),

-- A node that began before the window is there from its first day on, if only with nothing.
costs_in_window as (

    select
        node_costs.measured_as,
        node_costs.node_id,
        greatest(node_costs.charge_date, window_start.from_date) as charge_date,
        node_costs.as_of_date,
        cast(
            sum(
                case
                    when node_costs.charge_date >= window_start.from_date
                        then node_costs.measured_cost
                    else 0
                end
            ) as {{ type_money() }}
        ) as measured_cost
    from node_costs
    inner join window_start
        on node_costs.as_of_date = window_start.as_of_date
    group by
        node_costs.measured_as,
        node_costs.node_id,
        greatest(node_costs.charge_date, window_start.from_date),
        node_costs.as_of_date

)

select * from costs_in_window
