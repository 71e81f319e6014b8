with

initiatives as (select * from {{ ref('int_initiatives_staged') }}),

effects as (select * from {{ ref('int_initiative_effects_measured') }}),

savings as (select * from {{ ref('int_initiative_savings_shared') }}),

rates as (select * from {{ ref('int_initiative_rates_fixed') }}),

initiatives_with_effect as (

    select
        initiatives.initiative_id,
        initiatives.initiative_name,
        initiatives.initiative_kind,
        initiatives.usage_kind,
        initiatives.owner_id,
        initiatives.target_owner_id,
        initiatives.plan_stage,
        coalesce(effects.verdict, 'not measured') as verdict,
        effects.method,
        coalesce(
            effects.reason,
            case
                when initiatives.usage_kind is null
                    then 'not measured: no seed row says what usage such an initiative changes'
                else 'not measured: there is no usage of its kind since it started'
            end
        ) as reason,
        initiatives.reporting_currency,
        initiatives.claimed_monthly_saving_cost,
        effects.expected_list_cost,
        effects.actual_list_cost,
        savings.saving_list_cost,
        effects.saving_lower_list_cost,
        effects.saving_upper_list_cost,
        savings.realised_list_cost,
        {{ money('savings.realised_list_cost * rates.rate_ratio') }} as realised_effective_cost,
        effects.saved_ratio,
        effects.saved_lower_ratio,
        effects.saved_upper_ratio,
        effects.cross_check_ratio,
        effects.kept_ratio,
        effects.donor_count,
        initiatives.start_date,
        coalesce(effects.savings_month, {{ month_of('initiatives.start_date') }})
            as savings_month,
        effects.first_usage_date,
        effects.last_usage_date
    from initiatives
    left join effects
        on initiatives.initiative_id = effects.initiative_id
    left join savings
        on
            effects.initiative_id = savings.initiative_id
            and effects.savings_month = savings.savings_month
    left join rates
        on initiatives.initiative_id = rates.initiative_id

),

initiatives_realised as (

    select
        *,
        -- A plan can say that it is live; that it saves has to show.
        case
            when plan_stage = 'live' and verdict = 'saving' then 'verified'
            else plan_stage
        end as initiative_stage,
        cast(
            (extract(year from savings_month) - extract(year from start_date)) * 12
            + extract(month from savings_month) - extract(month from start_date) as int
        ) as months_since_start_count,
        cast({{ days_between('first_usage_date', 'last_usage_date') }} + 1 as int) as day_count,
        {{ money(
            'claimed_monthly_saving_cost * '
            ~ ratio(
                days_between('first_usage_date', 'last_usage_date') ~ ' + 1',
                'extract(day from ' ~ dbt.last_day('savings_month', 'month') ~ ')'
            )
        ) }} as claimed_effective_cost
    from initiatives_with_effect

)

select * from initiatives_realised
