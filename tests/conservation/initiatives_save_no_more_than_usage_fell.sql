-- What initiatives on the same usage saved in a month, all together, is at most what that usage is
-- below the highest of what was expected of it.
with

falls as (

    select
        effects.initiative_id,
        effects.target_owner_id,
        effects.usage_kind,
        effects.savings_month,
        max(effects.expected_list_cost) - sum(usage_daily.constant_list_cost) as fall_list_cost
    from {{ ref('int_initiative_effects_measured') }} as effects
    inner join {{ ref('int_initiative_panel') }} as usage_daily
        on
            effects.usage_kind = usage_daily.usage_kind
            and effects.target_owner_id = usage_daily.series_id
            and usage_daily.usage_date between effects.first_usage_date
            and effects.last_usage_date
    group by all

),

fallen as (

    select
        target_owner_id,
        usage_kind,
        savings_month,
        max(fall_list_cost) as fall_list_cost
    from falls
    group by target_owner_id, usage_kind, savings_month

),

saved as (

    select
        target_owner_id,
        usage_kind,
        savings_month,
        sum(realised_list_cost) as realised_list_cost
    from {{ ref('fct_initiative_savings') }}
    group by target_owner_id, usage_kind, savings_month

)

select
    saved.*,
    fallen.fall_list_cost
from saved
left join fallen
    on
        saved.target_owner_id = fallen.target_owner_id
        and saved.usage_kind = fallen.usage_kind
        and saved.savings_month = fallen.savings_month
where
    saved.realised_list_cost > coalesce(fallen.fall_list_cost, 0) + {{ var('money_tolerance') }}
    and saved.realised_list_cost > 0
