-- What a meter is and costs in the month: prices and payment change on the first of a month only.
with

price_ratios as (

    select
        meters.meter_number,
        list_product(list(price_changes.price_ratio order by price_changes.change_id)) as ratio
    from meters
    inner join price_changes
        on
            meters.product_code = price_changes.product_code
            and meters.usage_type like price_changes.usage_type_like
            and price_changes.effective_month <= getvariable('billing_month')
    group by meters.meter_number

),

coverage as (

    select
        covered_meters.meter_number,
        commitments.commitment_id,
        commitments.kind,
        covered_meters.rate_micro_cost,
        commitments.hourly_recurring_micro_cost,
        commitments.hourly_upfront_micro_cost,
        commitments.hourly_micro_cost,
        commitments.start_date,
        commitments.end_date,
        commitments.term_months,
        commitments.payment_option
    from covered_meters
    inner join commitments on covered_meters.commitment_id = commitments.commitment_id
    where
        commitments.start_date <= getvariable('billing_month')
        and commitments.end_date > getvariable('billing_month')

),

priced as (

    select
        meters.*,
        coalesce(coverage.kind, case when meters.is_spot then 'spot' else 'on_demand' end)
            as payment,
        coverage.commitment_id,
        case
            when coverage.kind = 'savings_plan' then coverage.rate_micro_cost
            else coverage.hourly_micro_cost
        end as committed_micro_cost,
        coverage.hourly_recurring_micro_cost,
        coverage.hourly_upfront_micro_cost,
        coverage.term_months,
        coverage.payment_option,
        coverage.start_date as commitment_start_date,
        coverage.end_date as commitment_end_date,
        cast(round(meters.list_price * coalesce(price_ratios.ratio, 1), 10) as decimal(18, 10))
            as list_rate,
        -- Spot prices wander around a third of the list price.
        26 + (month(getvariable('billing_month')) * 5 + meters.service_number * 11) % 17
            as spot_hundredths
    from meters
    left join price_ratios on meters.meter_number = price_ratios.meter_number
    left join coverage on meters.meter_number = coverage.meter_number
    where
        meters.start_date < getvariable('billing_month') + interval 1 month
        and meters.stop_date > getvariable('billing_month')

),

tagged as (

    select
        priced.*,
        service_teams.team_id,
        tagged_team(
            priced.tag_fault,
            service_teams.team_id,
            service_teams.first_team_id,
            priced.wrong_team_id,
            case priced.meter_number % 3
                when 0 then replace(service_teams.team_id, '-', '_') || '_team'
                else misspelt_team(service_teams.team_id, priced.meter_number, 'team ')
            end
        ) as tag_team
    from priced
    inner join service_teams
        on
            priced.service_id = service_teams.service_id
            and service_teams.valid_from_date <= getvariable('billing_month')
            and coalesce(service_teams.valid_to_date, date '9999-01-01')
            > getvariable('billing_month')

),

-- Rates are doubles from here on: see cost_of.
rated as (

    select
        * exclude (list_price, list_rate, usage_type),
        cast(list_rate as double) as list_rate,
        cast(
            case payment
                when 'reservation' then 0
                when 'spot' then round(list_rate * spot_hundredths / 100, 10)
                else list_rate
            end as double
        ) as rate,
        committed_micro_cost / 1e6 as committed_rate,
        case
            when payment = 'spot' then replace(usage_type, 'BoxUsage', 'SpotUsage')
            else usage_type
        end as usage_type
    from tagged

)

select
    rated.*,
    accounts.account_name,
    case
        when getvariable('billing_month') < getvariable('private_discount_from') then null
        when payment in ('on_demand', 'spot') then rate * 0.93
        else rate
    end as net_rate,
    'm' || lpad(to_hex(meter_number), 6, '0') as line_prefix,
    upper(left(md5(product_code || usage_type), 16)) as sku,
    region || chr(cast(97 + meter_number % 3 as integer)) as availability_zone,
    case payment
        when 'savings_plan' then 'SavingsPlanCoveredUsage'
        when 'reservation' then 'DiscountedUsage'
        else 'Usage'
    end as line_type,
    map {'product_name': product_name} as product,
    case tag_fault
        when 'untagged' then map {'user_name': resource_id}
        else map {
            'user_team': tag_team,
            'user_environment': environment_tag,
            'user_service': service_id,
            'user_name': resource_id
        }
    end as resource_tags,
    dense_rank() over (order by payment, commitment_id, rated.account_id, region, usage_type)
        as total_number
from rated
inner join accounts on rated.account_id = accounts.account_id
