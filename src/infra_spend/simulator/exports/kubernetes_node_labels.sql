-- The labels of the nodes of one cluster, once a day.
select
    cast(getvariable('billing_month') as timestamp) as report_period_start,
    cast(getvariable('billing_month') as timestamp) + interval 1 month as report_period_end,
    cast(days.charge_date as timestamp) as interval_start,
    cast(days.charge_date as timestamp) + interval 86399 seconds as interval_end,
    nodes.cluster_id,
    nodes.node,
    nodes.node_labels
from nodes_of_month as nodes
inner join days on days.charge_date >= nodes.start_date and days.charge_date < nodes.stop_date
where
    nodes.cluster_id = getvariable('source')
    and days.billing_month = getvariable('billing_month')
    and days.charge_date < cast(getvariable('known_at') as date)
