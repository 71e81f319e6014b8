with

period_days as (select * from {{ ref('int_commitment_period_days') }}),

used_days as (

    select
        provider_name,
        commitment_discount_id,
        reporting_currency,
        charge_date,
        cast(sum(used_cost) as {{ type_money() }}) as used_cost
    from {{ ref('int_commitment_charges_daily') }}
    group by provider_name, commitment_discount_id, reporting_currency, charge_date

),

-- What a period costs is what its days used and what they left.
period_days_with_cost as (

    select
        period_days.*,
        cast(
            period_days.unused_cost + sum(
                case when period_days.takes_usage then coalesce(used_days.used_cost, 0) else 0 end
            ) over (
                partition by
                    period_days.billing_month, period_days.charge_date, period_days.provider_name,
                    period_days.commitment_discount_id, period_days.reporting_currency
            ) as {{ type_money() }}
        ) as period_cost
    from period_days
    left join used_days
        on
            period_days.provider_name = used_days.provider_name
            and period_days.commitment_discount_id = used_days.commitment_discount_id
            and period_days.reporting_currency = used_days.reporting_currency
            and period_days.calendar_date = used_days.charge_date

),

period_days_with_share as (

    select
        *,
        {{ money('cast(period_cost as double) / day_count') }} as share_cost
    from period_days_with_cost

),

period_days_with_rest as (

    select
        *,
        period_cost - sum(share_cost) over (
            partition by
                billing_month, charge_date, provider_name, commitment_discount_id,
                reporting_currency
        ) as rest_cost
    from period_days_with_share

),

-- What rounding leaves over goes to the first day.
costs_accrued as (

    select
        billing_month,
        charge_date,
        provider_name,
        commitment_discount_id,
        reporting_currency,
        calendar_date,
        takes_usage,
        cast(
            share_cost + case when calendar_date = charge_date then rest_cost else 0 end
            as {{ type_money() }}
        ) as amortised_cost
    from period_days_with_rest

)

select * from costs_accrued
