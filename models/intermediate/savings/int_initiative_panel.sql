with

usage_daily as (select * from {{ ref('int_usage_at_constant_price') }}),

targets as (select * from {{ ref('int_initiative_targets') }}),

-- Whoever has no initiative tells what those would have used who have one.
initiative_panel as (

    select
        usage_daily.usage_kind,
        coalesce(targets.target_owner_id, usage_daily.owner_id) as series_id,
        case when targets.owner_id is null then 'donor' else 'treated' end as series_role,
        usage_daily.usage_date,
        usage_daily.reporting_currency,
        cast(sum(usage_daily.constant_list_cost) as {{ type_money() }}) as constant_list_cost,
        cast(sum(usage_daily.effective_cost) as {{ type_money() }}) as effective_cost
    from usage_daily
    left join targets
        on
            usage_daily.owner_id = targets.owner_id
            and usage_daily.usage_kind = targets.usage_kind
    group by all

)

select * from initiative_panel
