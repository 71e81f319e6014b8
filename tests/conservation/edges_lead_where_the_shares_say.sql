-- What an origin sends along every edge arrives at its final owners in their shares of it. Edges
-- and throughputs are rounded one by one, so a sum of them may be off in its last places.
with

throughputs as (select * from {{ ref('int_platform_throughputs') }}),

edges as (select * from {{ ref('int_platform_edges') }}),

shares as (select * from {{ ref('int_platform_shares') }}),

passing as (

    select
        charge_date,
        platform_owner_id
    from edges
    group by charge_date, platform_owner_id

),

arrived as (

    select
        throughputs.charge_date,
        throughputs.origin_owner_id,
        edges.consumer_owner_id as final_owner_id,
        cast(throughputs.throughput_ratio as double) * cast(edges.usage_ratio as double)
            as arrived_ratio
    from throughputs
    inner join edges
        on
            throughputs.charge_date = edges.charge_date
            and throughputs.platform_owner_id = edges.platform_owner_id
    left join throughputs as platforms
        on
            edges.charge_date = platforms.charge_date
            and edges.consumer_owner_id = platforms.origin_owner_id
            and edges.consumer_owner_id = platforms.platform_owner_id
    where platforms.platform_owner_id is null
    union all
    -- A platform that passes nothing on is where it ends.
    select
        throughputs.charge_date,
        throughputs.origin_owner_id,
        throughputs.platform_owner_id as final_owner_id,
        cast(throughputs.throughput_ratio as double) as arrived_ratio
    from throughputs
    left join passing
        on
            throughputs.charge_date = passing.charge_date
            and throughputs.platform_owner_id = passing.platform_owner_id
    where passing.platform_owner_id is null

),

arrived_summed as (

    select
        charge_date,
        origin_owner_id,
        final_owner_id,
        sum(arrived_ratio) as arrived_ratio
    from arrived
    group by charge_date, origin_owner_id, final_owner_id

)

select
    coalesce(shares.charge_date, arrived_summed.charge_date) as charge_date,
    coalesce(shares.platform_owner_id, arrived_summed.origin_owner_id) as platform_owner_id,
    coalesce(shares.final_owner_id, arrived_summed.final_owner_id) as final_owner_id,
    shares.share_ratio,
    arrived_summed.arrived_ratio
from shares
full outer join arrived_summed
    on
        shares.charge_date = arrived_summed.charge_date
        and shares.platform_owner_id = arrived_summed.origin_owner_id
        and shares.final_owner_id = arrived_summed.final_owner_id
where
    abs(
        coalesce(cast(shares.share_ratio as double), 0)
        - coalesce(arrived_summed.arrived_ratio, 0)
    ) > 0.000000001
