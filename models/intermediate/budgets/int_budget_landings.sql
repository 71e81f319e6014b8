with

days as (select * from {{ ref('int_budget_days_expected') }}),

paces as (select * from {{ ref('int_budget_paces') }}),

landings as (select * from {{ ref('int_forecast_landings_bounded') }}),

landings_monthly as (

    select
        charge_month,
        owner_id,
        account_class,
        max(case when is_expected then 1 else 0 end) as expected_number,
        sum(effective_cost) as mean_effective_cost
    from days
    group by charge_month, owner_id, account_class

),

-- What falls due by the month is certain, so bounds of cost classes can be added.
offsets as (

    select
        owner_id,
        period_from_date,
        cast(sum(p10_effective_cost - mean_effective_cost) as {{ type_money() }}) as p10_offset,
        cast(sum(p50_effective_cost - mean_effective_cost) as {{ type_money() }}) as p50_offset,
        cast(sum(p90_effective_cost - mean_effective_cost) as {{ type_money() }}) as p90_offset
    from landings
    where period_name = 'month' and level_name <> 'leaf'
    group by owner_id, period_from_date

),

-- Months that are over are as sure as they can be; of months that have not begun only the mean is
-- known.
landings_with_quantiles as (

    select
        landings_monthly.charge_month,
        landings_monthly.owner_id,
        landings_monthly.account_class,
        cast(landings_monthly.mean_effective_cost as {{ type_money() }}) as mean_effective_cost,
        {% for quantile in ['p10', 'p50', 'p90'] %}
        cast(
            landings_monthly.mean_effective_cost + case
                when landings_monthly.expected_number = 0 then 0
                else {{ money('offsets.' ~ quantile ~ '_offset * paces.class_ratio') }}
            end as {{ type_money() }}
        ) as {{ quantile }}_effective_cost,
        {% endfor %}
        paces.as_of_date
    from landings_monthly
    inner join paces
        on
            landings_monthly.owner_id = paces.owner_id
            and landings_monthly.account_class = paces.account_class
    left join offsets
        on
            landings_monthly.owner_id = offsets.owner_id
            and landings_monthly.charge_month = offsets.period_from_date

)

select * from landings_with_quantiles
