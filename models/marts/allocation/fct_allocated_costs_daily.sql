with

costs as (select * from {{ ref('int_costs_allocated') }}),

allocated_costs as (

    select
        costs.charge_date,
        costs.owner_id,
        costs.rule_id,
        costs.path_class,
        {{ service_key('costs') }} as service_key,
        costs.provider_name,
        costs.service_name,
        costs.cost_type,
        costs.reporting_currency,
        {{ each_cost('costs.{cost}') }}
    from costs

),

published_costs as (

    {{ with_closed_months('allocated_costs') }}

)

select * from published_costs
