with

platform_costs as (select * from {{ ref('int_platform_costs_daily') }}),

edges as (select * from {{ ref('int_platform_edges') }}),

costs_with_ratio as (

    select
        platform_costs.*,
        edges.consumer_owner_id,
        edges.usage_ratio
    from platform_costs
    inner join edges
        on
            platform_costs.charge_date = edges.charge_date
            and platform_costs.platform_owner_id = edges.platform_owner_id

),

costs_passed as (

    select
        charge_date,
        platform_owner_id,
        consumer_owner_id,
        usage_ratio,
        reporting_currency,
        {{ each_cost(conserved_share(
            '{cost}', 'usage_ratio',
            ['charge_date', 'platform_owner_id', 'reporting_currency'], ['consumer_owner_id']
        )) }}
    from costs_with_ratio

)

select * from costs_passed
