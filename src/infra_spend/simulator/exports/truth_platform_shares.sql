-- One row per day, platform and final consumer: the true share, with every hop followed. A platform
-- that was not metered is its own final consumer.
select
    days.charge_date,
    platforms.consumer as platform,
    consumers.consumer as final_consumer,
    consumers.is_platform as is_unmetered,
    cast(shares.trillionths as decimal(18, 0)) * 0.000000000001 as ratio
from platform_share_days as shares
inner join days on shares.day_number = days.day_number
inner join platform_consumers as platforms on shares.platform_number = platforms.consumer_number
inner join platform_consumers as consumers on shares.consumer_number = consumers.consumer_number
where days.billing_month = getvariable('billing_month')
