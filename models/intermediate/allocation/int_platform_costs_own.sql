with

costs as (select * from {{ ref('int_costs_before_platforms') }}),

platforms as (select * from {{ ref('int_platforms_passing') }}),

platform_costs as (

    select
        costs.charge_date,
        costs.owner_id as platform_owner_id,
        costs.reporting_currency,
        {{ each_cost('cast(sum(costs.{cost}) as ' ~ type_money() ~ ')') }}
    from costs
    inner join platforms
        on
            costs.charge_date = platforms.charge_date
            and costs.owner_id = platforms.platform_owner_id
    group by costs.charge_date, costs.owner_id, costs.reporting_currency

)

select * from platform_costs
