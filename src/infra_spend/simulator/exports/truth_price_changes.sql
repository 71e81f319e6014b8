with

changes as (

    select
        change_id,
        product_code,
        usage_type_like,
        effective_month as effective_date,
        cast(price_ratio as decimal(4, 2)) as price_ratio,
        announced_at,
        effective_month < getvariable('as_of') as is_on_a_bill,
        reason
    from price_changes

)

select * from changes
order by change_id
