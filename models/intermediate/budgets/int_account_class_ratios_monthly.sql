with

costs as (select * from {{ ref('int_owned_costs_classed_daily') }}),

-- A month that is a credit all in all says nothing about where its owner works.
costs_monthly as (

    select
        {{ month_of('charge_date') }} as charge_month,
        owner_id,
        account_class,
        reporting_currency,
        sum(effective_cost) as effective_cost
    from costs
    group by all
    having sum(effective_cost) > 0

),

ratios as (

    select
        charge_month,
        owner_id,
        account_class,
        reporting_currency,
        {{ ratio(
            'effective_cost',
            'sum(effective_cost) over (partition by charge_month, owner_id, reporting_currency)',
        ) }} as class_ratio
    from costs_monthly

)

select * from ratios
