with

price_changes as (select * from {{ ref('stg_plans__price_changes') }}),

sku_cost_ratios as (select * from {{ ref('int_sku_cost_ratios') }}),

price_changes_ranked as (

    select
        change_id,
        effective_date,
        provider_name,
        service_name,
        sku_id,
        cast(price_ratio as double) as price_ratio,
        {{ newest_known('change_id') }} as newest_rank
    from price_changes

),

-- What a bill does not tell apart by SKU changes by the part that the SKU is of its service.
price_changes_announced as (

    select
        price_changes_ranked.change_id,
        price_changes_ranked.effective_date,
        sku_cost_ratios.provider_name,
        sku_cost_ratios.service_name,
        1 - (1 - max(price_changes_ranked.price_ratio)) * case
            when max(price_changes_ranked.sku_id) is null then 1
            else coalesce(sum(sku_cost_ratios.cost_ratio), 0)
        end as price_ratio
    from price_changes_ranked
    inner join sku_cost_ratios
        on
            coalesce(price_changes_ranked.provider_name, sku_cost_ratios.provider_name)
            = sku_cost_ratios.provider_name
            and coalesce(price_changes_ranked.service_name, sku_cost_ratios.service_name)
            = sku_cost_ratios.service_name
            and coalesce(price_changes_ranked.sku_id, sku_cost_ratios.sku_id, '')
            = coalesce(sku_cost_ratios.sku_id, '')
    where price_changes_ranked.newest_rank = 1
    group by
        price_changes_ranked.change_id,
        price_changes_ranked.effective_date,
        sku_cost_ratios.provider_name,
        sku_cost_ratios.service_name

)

select * from price_changes_announced
