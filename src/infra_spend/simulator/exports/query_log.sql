-- The queries of all engines. What a consumer's meter counted on a day is divided between its
-- queries by their weights; what does not divide is part of its first one.
with

usage_days as (

    select
        usage.charge_date,
        usage.day_number,
        usage.edge_number,
        engine_days.cores,
        cast(usage.micro_quantity as hugeint) * engine_days.nano_core_hours_per_weight * 3600
            as nano_seconds
    from usage_of_month as usage
    inner join platform_edges on usage.edge_number = platform_edges.edge_number
    inner join engine_days
        on
            platform_edges.platform = engine_days.engine
            and usage.charge_date = engine_days.charge_date
    where
        usage.charge_date < cast(getvariable('known_at') as date)
        and usage.micro_quantity > 0

),

-- People rest at weekends; one query of each consumer runs all the same.
queries as (

    select
        usage_days.charge_date,
        usage_days.day_number,
        usage_days.edge_number,
        query_streams.stream_number,
        unnest(
            range(
                case
                    when
                        query_streams.query_class = 'scheduled'
                        or isodow(usage_days.charge_date) < 6
                        then query_streams.daily_count
                    when query_streams.is_main then greatest(query_streams.daily_count // 4, 1)
                    else 0
                end
            )
        ) as query_number
    from usage_days
    inner join query_streams on usage_days.edge_number = query_streams.edge_number

),

keyed as (

    select
        *,
        stream_number * 7919 + day_number * 104729 + query_number * 1299709 as key
    from queries

),

weighted as (

    select
        keyed.*,
        query_sizes.weight
    from keyed
    inner join query_sizes on keyed.key % 97 = query_sizes.size_number

),

weights as (

    select
        edge_number,
        day_number,
        cast(sum(weight) as bigint) as weight
    from weighted
    group by edge_number, day_number

),

divided as (

    select
        usage_days.edge_number,
        usage_days.day_number,
        usage_days.cores,
        cast(usage_days.nano_seconds // weights.weight as bigint) as nano_seconds_per_weight,
        cast(usage_days.nano_seconds % weights.weight as bigint) as undivided_nano_seconds
    from usage_days
    inner join weights
        on
            usage_days.edge_number = weights.edge_number
            and usage_days.day_number = weights.day_number

),

measured as (

    select
        weighted.charge_date,
        weighted.query_number,
        weighted.key,
        divided.cores,
        query_streams.*,
        cast(weighted.charge_date as timestamp)
        + to_seconds(
            case
                when query_streams.query_class = 'scheduled' then weighted.key * 7 % 25200
                else 28800 + weighted.key * 7 % 36000
            end
        ) as started_at,
        weighted.weight * divided.nano_seconds_per_weight
        + case
            when query_streams.is_main and weighted.query_number = 0
                then divided.undivided_nano_seconds
            else 0
        end as nano_seconds
    from weighted
    inner join divided
        on
            weighted.edge_number = divided.edge_number
            and weighted.day_number = divided.day_number
    inner join query_streams on weighted.stream_number = query_streams.stream_number

)

-- A query has between a fourth and all of the cores of its engine.
select
    started_at,
    started_at + to_seconds(
        greatest(least(nano_seconds // 10000000 // (cores * (25 + key % 76)), 72000), 2)
    ) as ended_at,
    strftime(started_at, '%Y%m%d_%H%M%S') || '_' || stream_number || '_' || query_number
        as query_id,
    engine,
    engine || '-main' as cluster_id,
    user_name,
    queue_name,
    service_name,
    query_class,
    case when key % 29 = 3 then 'FAILED' else 'FINISHED' end as state,
    cast(nano_seconds as decimal(28, 0)) * 0.000000001 as cpu_seconds,
    cast(nano_seconds // 100 * gib_hundredths_per_core as decimal(28, 0)) * 0.000000001
        as memory_gib_seconds,
    cast(nano_seconds // 1000000000 * kib_per_core_second * 1024 as decimal(28, 0)) as input_bytes
from measured
