with

known as (

    select
        cast(price_changes.effective_month as timestamp) as effective_at,
        price_changes.change_id,
        'AWS' as provider_name,
        product_names.product_name as service_name,
        cast(null as varchar) as sku_id,
        cast(price_changes.price_ratio as decimal(4, 2)) as price_ratio,
        price_changes.announced_at,
        price_changes.reason
    from price_changes
    left join product_names
        on price_changes.product_code = product_names.product_code
    where
        price_changes.effective_month = getvariable('billing_month')
        and price_changes.announced_at <= getvariable('known_at')

)

select * from known
order by change_id
