with

feeds as (select * from {{ ref('int_feeds_watched') }}),

deliveries as (select * from {{ ref('stg_landing__deliveries') }}),

charges as (select * from {{ ref('int_charges_daily') }}),

dates as (select * from {{ ref('int_fiscal_dates') }}),

delivery_eves as (

    select
        concat(source_name, '/', table_name) as dataset_name,
        billing_month,
        {{ known_date('delivery') }} as covered_date
    from deliveries
    group by source_name, table_name, billing_month

),

-- A bill says itself on which days it charges. A meter fills its month up to the eve of its newest
-- delivery. What is delivered from time to time is of the eve of that.
days_covered as (

    select
        feeds.dataset_name,
        charges.charge_date as covered_date
    from charges
    inner join feeds
        on charges.source_name = feeds.source_name
    where feeds.feed_kind = 'bills' and feeds.is_continuous
    group by feeds.dataset_name, charges.charge_date
    union all
    select
        feeds.dataset_name,
        dates.calendar_date as covered_date
    from feeds
    inner join delivery_eves
        on feeds.dataset_name = delivery_eves.dataset_name
    inner join dates
        on
            delivery_eves.billing_month = {{ month_of('dates.calendar_date') }}
            and delivery_eves.covered_date >= dates.calendar_date
    where feeds.feed_kind <> 'bills' and feeds.is_continuous
    union all
    select
        feeds.dataset_name,
        delivery_eves.covered_date
    from feeds
    inner join delivery_eves
        on feeds.dataset_name = delivery_eves.dataset_name
    where not feeds.is_continuous
    group by feeds.dataset_name, delivery_eves.covered_date

)

select * from days_covered
