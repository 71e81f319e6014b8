with

pool_costs as (select * from {{ ref('int_pool_costs_daily') }}),

shares as (select * from {{ ref('int_pool_shares_daily') }}),

owner_ancestors as (select * from {{ ref('int_owner_ancestors') }}),

ancestors as (

    select
        owner_id,
        ancestor_owner_id
    from owner_ancestors
    group by owner_id, ancestor_owner_id

),

costs_with_share as (

    select
        pool_costs.*,
        shares.owner_id as holder_owner_id,
        shares.holder_class,
        shares.share_ratio
    from pool_costs
    inner join shares
        on
            pool_costs.charge_date = shares.usage_date
            and pool_costs.split_id = shares.split_id
            and pool_costs.pool_id = shares.pool_id

),

pools_split as (

    select
        charge_date,
        split_id,
        owner_id as from_owner_id,
        rule_id as from_rule_id,
        coalesce(holder_owner_id, owner_id) as to_owner_id,
        holder_class,
        provider_name,
        service_name,
        cost_type,
        reporting_currency,
        {{ each_cost(conserved_share(
            '{cost}', 'share_ratio',
            [
                'charge_date', 'split_id', 'pool_id', 'owner_id', 'rule_id', 'provider_name',
                'service_name', 'cost_type', 'reporting_currency',
            ],
            ['holder_class', 'holder_owner_id']
        )) }}
    from costs_with_share

),

-- What the owner of a pool holds of it is not moved, nor what a meter gives to a team above the
-- owner, which says less than is known. Idle stays, too, under a name of its own.
costs_split as (

    select
        pools_split.charge_date,
        pools_split.split_id,
        pools_split.from_owner_id,
        pools_split.from_rule_id,
        pools_split.to_owner_id,
        case pools_split.holder_class when 'idle' then 'idle' else 'shared' end as path_class,
        pools_split.provider_name,
        pools_split.service_name,
        pools_split.cost_type,
        pools_split.reporting_currency,
        {{ each_cost('cast(sum(pools_split.{cost}) as ' ~ type_money() ~ ')') }}
    from pools_split
    left join ancestors
        on
            pools_split.from_owner_id = ancestors.owner_id
            and pools_split.to_owner_id = ancestors.ancestor_owner_id
    where
        pools_split.holder_class = 'idle'
        or (
            pools_split.from_owner_id <> pools_split.to_owner_id
            and ancestors.owner_id is null
        )
    group by all

)

select * from costs_split
