-- A draft has no approval yet.
with

known as (

    select
        cast(budget_month as timestamp) as budget_month_at,
        budget_version,
        version_kind,
        case when approved_at <= getvariable('known_at') then approved_by end as approved_by,
        case when approved_at <= getvariable('known_at') then approved_at end as approved_at,
        owner_id,
        account_class,
        'USD' as budget_currency,
        cast(budget_cost as decimal(18, 2)) as budget_cost
    from budget_plan
    where
        budget_month = getvariable('billing_month')
        and drafted_at <= getvariable('known_at')

)

select * from known
order by budget_version, owner_id, account_class
