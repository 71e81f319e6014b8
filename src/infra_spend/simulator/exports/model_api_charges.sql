-- Every charge of the month that has arrived by the time of the delivery, with whose it is; costs
-- are whole ten-billionths of a dollar.
with

quantities as (

    select
        model_api_meters.meter_number,
        days.charge_date,
        days.day_number,
        model_api_prices.price_ten_thousandths,
        cast(model_api_meters.base_tokens as hugeint) * demand_days.demand_ppm // 1000000
        * model_api_growth.growth_ppm // 1000000
        * noise_ppm(model_api_meters.meter_number, days.day_number, 30000)
        // 1000000 as tokens
    from model_api_meters
    inner join demand_days
        on model_api_meters.workload_number = demand_days.workload_number
    inner join days
        on
            demand_days.charge_date = days.charge_date
            and model_api_meters.start_date <= days.charge_date
    inner join model_api_growth on days.billing_month = model_api_growth.billing_month
    inner join model_api_prices
        on
            model_api_meters.model = model_api_prices.model
            and model_api_meters.token_kind = model_api_prices.token_kind
            and model_api_prices.valid_from_date <= days.charge_date
            and coalesce(model_api_prices.valid_to_date, date '9999-01-01') > days.charge_date
    where days.billing_month = getvariable('billing_month')

),

usage_charges as (

    select
        'Usage' as charge_category,
        meter_number,
        charge_date,
        1 as charge_days,
        price_ten_thousandths,
        tokens,
        tokens * price_ten_thousandths as billed_cost,
        cast(charge_date as timestamp)
        + interval 26 hour
        -- A few rows come late, though before the invoice.
        + case
            when (meter_number * 31 + day_number * 17) % 149 = 0 then interval 2 day
            else interval 0 day
        end as arrived_at
    from quantities

),

rounding as (

    select
        'Adjustment' as charge_category,
        getvariable('billing_month') as charge_date,
        day(last_day(getvariable('billing_month'))) as charge_days,
        (sum(billed_cost) + 50000000) // 100000000 * 100000000 - sum(billed_cost) as billed_cost,
        cast(getvariable('closed_at') as timestamp) as arrived_at
    from usage_charges

),

charges as (

    select * from usage_charges
    union all by name
    select * from rounding
    where billed_cost <> 0

)

select
    charges.*,
    model_api_meters.owning_service_id,
    service_teams.team_id as owning_team_id,
    'OAI-' || strftime(getvariable('billing_month'), '%Y%m') as invoice_id,
    cast(getvariable('closed_at') as timestamp) as invoice_issued_at
from charges
left join model_api_meters on charges.meter_number = model_api_meters.meter_number
left join service_teams
    on
        model_api_meters.owning_service_id = service_teams.service_id
        and service_teams.valid_from_date <= charges.charge_date
        and coalesce(service_teams.valid_to_date, date '9999-01-01') > charges.charge_date
where charges.arrived_at <= getvariable('known_at')
