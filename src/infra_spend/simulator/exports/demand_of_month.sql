-- The demand of every workload on the days of the month, without the years around them.
select
    demand_days.workload_number,
    demand_days.charge_date,
    days.day_number,
    demand_days.demand_ppm
from demand_days
inner join days on demand_days.charge_date = days.charge_date
where
    demand_days.charge_date >= getvariable('billing_month')
    and demand_days.charge_date < getvariable('billing_month') + interval 1 month
