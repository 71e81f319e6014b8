with

charges as (

    select * from {{ ref('int_commitment_charges_daily') }}
    where unused_cost <> 0

),

dates as (select * from {{ ref('int_fiscal_dates') }}),

-- A fee that is billed for longer than a day is for each of its days alike.
period_days as (

    select
        charges.billing_month,
        charges.charge_date,
        charges.provider_name,
        charges.commitment_discount_id,
        charges.reporting_currency,
        charges.unused_cost,
        dates.calendar_date,
        count(*) over (
            partition by
                charges.billing_month, charges.charge_date, charges.provider_name,
                charges.commitment_discount_id, charges.reporting_currency
        ) as day_count,
        -- Where periods overlap, the usage of a day belongs to the one that began last.
        row_number() over (
            partition by
                charges.provider_name, charges.commitment_discount_id, charges.reporting_currency,
                dates.calendar_date
            order by charges.charge_date desc, charges.billing_month desc
        ) = 1 as takes_usage
    from charges
    inner join dates
        on
            charges.charge_date <= dates.calendar_date
            and charges.accrued_to_date > dates.calendar_date
    where charges.accrued_to_date > {{ dbt.dateadd('day', 1, 'charges.charge_date') }}

)

select * from period_days
