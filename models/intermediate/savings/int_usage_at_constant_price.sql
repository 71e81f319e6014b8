with

usage_valued as (select * from {{ ref('int_usage_valued_daily') }}),

usage_at_constant_price as (

    select
        usage_date,
        owner_id,
        usage_kind,
        reporting_currency,
        cast(sum(constant_list_cost) as {{ type_money() }}) as constant_list_cost,
        cast(sum(effective_cost) as {{ type_money() }}) as effective_cost
    from usage_valued
    group by usage_date, owner_id, usage_kind, reporting_currency

)

select * from usage_at_constant_price
