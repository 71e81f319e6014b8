-- What platforms metered on the days of the month, without the years around them.
select
    days.charge_date,
    days.day_number,
    platform_usage_days.edge_number,
    platform_usage_days.micro_quantity
from platform_usage_days
inner join days on platform_usage_days.day_number = days.day_number
where days.billing_month = getvariable('billing_month')
