-- One row per query engine and day: its capacity, how much of it queries hold, and what each unit
-- of the weights of its consumers is worth. What does not divide is idle.
with

weights as (

    select
        platform_edges.platform,
        usage.charge_date,
        usage.day_number,
        sum(usage.micro_quantity) as weight
    from usage_of_month as usage
    inner join platform_edges on usage.edge_number = platform_edges.edge_number
    where platform_edges.is_engine
    group by platform_edges.platform, usage.charge_date, usage.day_number

),

capacity as (

    select
        hosts.service_id,
        host_days.charge_date,
        sum(host_days.micro_hours * hosts.vcpu) as micro_core_hours,
        cast(sum(hosts.vcpu) as bigint) as cores
    from host_days
    inner join hosts_of_month as hosts on host_days.meter_number = hosts.meter_number
    where hosts.host_role = 'query_engine'
    group by hosts.service_id, host_days.charge_date

),

filled as (

    select
        weights.platform,
        weights.charge_date,
        weights.weight,
        capacity.micro_core_hours,
        capacity.cores,
        480000 + (weights.day_number * 104729 + length(weights.platform) * 7919) % 200001
            as fill_ppm
    from weights
    inner join capacity
        on
            weights.platform = capacity.service_id
            and weights.charge_date = capacity.charge_date

)

select
    platform as engine,
    charge_date,
    cores,
    fill_ppm,
    cast(micro_core_hours * fill_ppm // 1000 // weight as bigint)
        as nano_core_hours_per_weight
from filled
