with

holders as (select * from {{ ref('int_pool_holders_daily') }}),

policies as (select * from {{ ref('split_policies') }}),

holders_treated as (

    select
        holders.usage_date,
        holders.split_id,
        holders.pool_id,
        holders.owner_id,
        holders.holder_class,
        case holders.holder_class
            when 'idle' then policies.idle_treatment
            when 'system' then policies.system_treatment
            when 'unowned' then policies.unowned_treatment
            else 'charge'
        end as treatment,
        holders.pool_ratio
    from holders
    inner join policies
        on
            holders.split_id = policies.split_id
            and holders.usage_date >= policies.valid_from_date
            and holders.usage_date < coalesce(policies.valid_to_date, {{ far_future() }})

),

pools as (

    select
        usage_date,
        split_id,
        pool_id,
        sum(case when treatment = 'charge' then pool_ratio else 0 end) as charged_ratio,
        sum(case when treatment = 'spread' then pool_ratio else 0 end) as spread_ratio
    from holders_treated
    group by usage_date, split_id, pool_id

),

-- Those who hold something bear what is spread, in proportion; where nobody does, it is kept.
shares as (

    select
        holders_treated.usage_date,
        holders_treated.split_id,
        holders_treated.pool_id,
        holders_treated.owner_id,
        holders_treated.holder_class,
        cast(
            case
                when pools.charged_ratio = 0 or holders_treated.treatment = 'keep'
                    then cast(holders_treated.pool_ratio as double)
                when holders_treated.treatment = 'charge'
                    then
                        cast(holders_treated.pool_ratio as double)
                        * (
                            1
                            + cast(pools.spread_ratio as double)
                            / cast(pools.charged_ratio as double)
                        )
                else 0
            end as {{ type_ratio() }}
        ) as share_ratio
    from holders_treated
    inner join pools
        on
            holders_treated.usage_date = pools.usage_date
            and holders_treated.split_id = pools.split_id
            and holders_treated.pool_id = pools.pool_id

)

select * from shares
