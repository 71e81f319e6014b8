with

initiatives as (select * from {{ ref('int_initiatives_measurable') }}),

usage_daily as (select * from {{ ref('int_initiative_panel') }}),

-- What a list price came to before the start: a better rate since then is no saving of usage.
rates_fixed as (

    select
        initiatives.initiative_id,
        {{ bounded_ratio(
            'sum(usage_daily.effective_cost)', 'sum(usage_daily.constant_list_cost)'
        ) }} as rate_ratio
    from initiatives
    inner join usage_daily
        on
            initiatives.usage_kind = usage_daily.usage_kind
            and initiatives.series_id = usage_daily.series_id
            and initiatives.start_date > usage_daily.usage_date
            and cast({{ dbt.dateadd('day', -28, 'initiatives.start_date') }} as date)
            <= usage_daily.usage_date
    group by initiatives.initiative_id

)

select * from rates_fixed
