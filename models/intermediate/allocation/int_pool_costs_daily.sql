with

costs as (select * from {{ ref('int_resource_costs_owned') }}),

pools as (select * from {{ ref('int_resource_pools') }}),

-- A pool without a meter takes all of its resource but what goes by bytes.
resource_costs as (

    select
        costs.charge_date,
        pools.split_id,
        pools.pool_id,
        costs.owner_id,
        costs.rule_id,
        costs.provider_name,
        costs.service_name,
        costs.cost_type,
        costs.reporting_currency,
        {{ each_cost(conserved_share(
            'costs.{cost}', 'pools.pool_ratio',
            [
                'costs.charge_date', 'costs.billing_month', 'costs.resource_id', 'costs.meter_id',
                'costs.owner_id', 'costs.rule_id', 'costs.provider_name', 'costs.service_name',
                'costs.cost_type', 'costs.reporting_currency',
            ],
            ['pools.pool_id']
        )) }}
    from costs
    inner join pools
        on
            costs.resource_id = pools.resource_id
            and costs.billing_month = pools.billing_month
            and costs.meter_id = coalesce(pools.meter_id, nullif(costs.meter_id, 'network'))

),

pool_costs as (

    select
        charge_date,
        split_id,
        pool_id,
        owner_id,
        rule_id,
        provider_name,
        service_name,
        cost_type,
        reporting_currency,
        {{ each_cost('cast(sum({cost}) as ' ~ type_money() ~ ')') }}
    from resource_costs
    group by all

)

select * from pool_costs
