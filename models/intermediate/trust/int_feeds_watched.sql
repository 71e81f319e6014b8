with

deliveries as (select * from {{ ref('stg_landing__deliveries') }}),

charges as (select * from {{ ref('int_charges_daily') }}),

feed_kinds as (select * from {{ ref('feed_kinds') }}),

retired as (select * from {{ ref('feeds_retired') }}),

feeds as (

    select
        source_name,
        table_name
    from deliveries
    group by source_name, table_name

),

-- A bill that charges on most days is awaited every day, one of single fees is not.
bills as (

    select
        source_name,
        2 * count(distinct charge_date)
        > {{ days_between('min(charge_date)', 'max(charge_date)') }} as is_daily
    from charges
    group by source_name

),

feeds_watched as (

    select
        concat(feeds.source_name, '/', feeds.table_name) as dataset_name,
        feeds.source_name,
        feeds.table_name,
        feed_kinds.feed_kind,
        case
            when feed_kinds.feed_kind = 'bills' and not coalesce(bills.is_daily, false)
                then 'monthly_bills'
            else feed_kinds.feed_kind
        end as sla_name,
        case
            when feed_kinds.feed_kind = 'bills' then coalesce(bills.is_daily, false)
            else feed_kinds.is_continuous
        end as is_continuous,
        retired.retired_date
    from feeds
    inner join feed_kinds
        on feeds.table_name = feed_kinds.table_name
    left join bills
        on feeds.source_name = bills.source_name
    left join retired
        on
            feeds.source_name = retired.source_name
            and feeds.table_name = retired.table_name

)

select * from feeds_watched
