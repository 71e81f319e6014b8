with

costs as (select * from {{ ref('int_costs_allocated') }}),

ratios as (select * from {{ ref('int_account_class_ratios_monthly') }}),

costs_daily as (

    select
        charge_date,
        {{ month_of('charge_date') }} as charge_month,
        owner_id,
        reporting_currency,
        sum(effective_cost) as effective_cost,
        sum(case when cost_type = 'commitment_fee' then billed_cost else 0 end)
            as committed_billed_cost
    from costs
    group by all

),

costs_with_ratio as (

    select
        costs_daily.charge_date,
        costs_daily.owner_id,
        coalesce(ratios.account_class, 'unclassified') as account_class,
        costs_daily.reporting_currency,
        coalesce(ratios.class_ratio, 1) as class_ratio,
        cast(costs_daily.effective_cost as {{ type_money() }}) as effective_cost,
        cast(costs_daily.committed_billed_cost as {{ type_money() }}) as committed_billed_cost
    from costs_daily
    left join ratios
        on
            costs_daily.charge_month = ratios.charge_month
            and costs_daily.owner_id = ratios.owner_id
            and costs_daily.reporting_currency = ratios.reporting_currency

),

-- What others run for an owner, and what is spread over it, goes with what the owner runs.
costs_classed as (

    select
        charge_date,
        owner_id,
        account_class,
        reporting_currency,
        {{ conserved_share(
            'effective_cost', 'class_ratio', ['charge_date', 'owner_id', 'reporting_currency'],
            ['account_class']
        ) }} as effective_cost,
        {{ conserved_share(
            'committed_billed_cost', 'class_ratio',
            ['charge_date', 'owner_id', 'reporting_currency'], ['account_class']
        ) }} as committed_billed_cost
    from costs_with_ratio

)

select * from costs_classed
