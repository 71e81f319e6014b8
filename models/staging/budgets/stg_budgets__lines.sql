with

source as (select * from {{ source('budgets', 'budget_lines') }}),

lines as (

    select
        source_name,
        delivery,
        cast(budget_month_at as date) as budget_month,
        budget_version,
        version_kind,
        approved_by,
        cast(approved_at as {{ dbt.type_timestamp() }}) as approved_at,
        owner_id,
        account_class,
        budget_currency,
        cast(budget_cost as {{ type_money() }}) as budget_cost,
        billing_month
    from source

)

select * from lines
