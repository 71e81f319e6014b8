with

costs as (select * from {{ ref('int_costs_before_platforms') }}),

platforms as (select * from {{ ref('int_platforms_passing') }}),

platform_costs as (

    select
        costs.charge_date,
        costs.owner_id as platform_owner_id,
        costs.reporting_currency,
        {% for cost in four_costs() %}
        cast(sum(costs.{{ cost }}) as {{ type_money() }}) as {{ cost }}{{ ',' if not loop.last }}
        {% endfor %}
    from costs
    inner join platforms
        on
            costs.charge_date = platforms.charge_date
            and costs.owner_id = platforms.platform_owner_id
    group by costs.charge_date, costs.owner_id, costs.reporting_currency

)

select * from platform_costs
