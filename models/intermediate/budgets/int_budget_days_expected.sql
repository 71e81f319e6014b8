with

costs as (select * from {{ ref('int_budget_owner_costs_daily') }}),

forecasts as (select * from {{ ref('int_forecasts_kept') }}),

paces as (select * from {{ ref('int_budget_paces') }}),

forecasts_daily as (

    select
        owner_id,
        as_of_date,
        forecast_date,
        cast(sum(mean_effective_cost) as {{ type_money() }}) as mean_effective_cost
    from forecasts
    where level_name <> 'leaf'
    group by owner_id, as_of_date, forecast_date

),

days as (

    select
        costs.charge_date,
        costs.owner_id,
        costs.account_class,
        false as is_expected,
        costs.effective_cost
    from costs
    inner join paces
        on
            costs.owner_id = paces.owner_id
            and costs.account_class = paces.account_class
            and costs.charge_date <= paces.as_of_date
    union all
    select
        forecasts_daily.forecast_date as charge_date,
        paces.owner_id,
        paces.account_class,
        true as is_expected,
        {{ money('forecasts_daily.mean_effective_cost * paces.class_ratio') }}
        + paces.passed_effective_cost_per_day as effective_cost
    from forecasts_daily
    inner join paces
        on
            forecasts_daily.owner_id = paces.owner_id
            and forecasts_daily.as_of_date = paces.as_of_date

),

days_cumulated as (

    select
        charge_date,
        {{ month_of('charge_date') }} as charge_month,
        owner_id,
        account_class,
        is_expected,
        cast(effective_cost as {{ type_money() }}) as effective_cost,
        cast(
            sum(effective_cost) over (
                partition by owner_id, account_class, {{ month_of('charge_date') }}
                order by charge_date
            ) as {{ type_money() }}
        ) as month_to_date_effective_cost
    from days

)

select * from days_cumulated
