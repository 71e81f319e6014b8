with

compared as (select * from {{ ref('int_forecasts_compared') }}),

horizons as (select * from {{ ref('forecast_horizons') }}),

errors as (

    select
        compared.run_id,
        compared.as_of_date,
        compared.node_id,
        compared.level_name,
        compared.cost_class,
        horizons.horizon_name,
        compared.reporting_currency,
        count(*) as day_count,
        sum(abs(compared.effective_cost)) as absolute_effective_cost,
        sum(compared.mean_effective_cost - compared.effective_cost) as error_effective_cost,
        sum(abs(compared.mean_effective_cost - compared.effective_cost))
            as absolute_error_effective_cost,
        sum(abs(compared.naive_effective_cost - compared.effective_cost))
            as naive_absolute_error_effective_cost,
        sum(
            {{ pinball_loss('compared.effective_cost', 'compared.p025_effective_cost', 0.025) }}
            + {{ pinball_loss('compared.effective_cost', 'compared.p10_effective_cost', 0.1) }}
            + {{ pinball_loss('compared.effective_cost', 'compared.p50_effective_cost', 0.5) }}
            + {{ pinball_loss('compared.effective_cost', 'compared.p90_effective_cost', 0.9) }}
            + {{ pinball_loss('compared.effective_cost', 'compared.p975_effective_cost', 0.975) }}
        ) as pinball_sum,
        sum(
            case when compared.p975_effective_cost > compared.p025_effective_cost then 1 else 0 end
        ) as interval_day_count,
        sum(
            case
                when
                    compared.p975_effective_cost > compared.p025_effective_cost
                    and compared.effective_cost
                    between compared.p10_effective_cost and compared.p90_effective_cost
                    then 1
                else 0
            end
        ) as covered_80_count,
        sum(
            case
                when
                    compared.p975_effective_cost > compared.p025_effective_cost
                    and compared.effective_cost
                    between compared.p025_effective_cost and compared.p975_effective_cost
                    then 1
                else 0
            end
        ) as covered_95_count
    from compared
    inner join horizons
        on
            compared.horizon_day_number >= horizons.first_day_number
            and compared.horizon_day_number <= horizons.last_day_number
    group by all

)

select * from errors
