{#- Question, method and decision: docs/analyses/migration_payback.md. What moving a service costs once
    is an assumption: replace it by your own. -#}
{%- set one_off_cost = 500 -%}

with

savings as (

    select * from {{ ref('fct_initiative_savings') }}
    where initiative_kind = 'migration' and day_count is not null

),

migrations as (

    select
        initiative_id,
        target_owner_id,
        verdict,
        reporting_currency,
        max(start_date) as start_date,
        max(claimed_monthly_saving_cost) as claimed_monthly_saving_cost,
        cast(sum(realised_effective_cost) as double) / sum(day_count) * 30
            as realised_monthly_effective_cost,
        max(saved_ratio) as saved_ratio,
        max(saved_lower_ratio) as saved_lower_ratio,
        max(saved_upper_ratio) as saved_upper_ratio
    from savings
    group by initiative_id, target_owner_id, verdict, reporting_currency

),

migration_payback as (

    select
        initiative_id,
        target_owner_id,
        verdict,
        reporting_currency,
        start_date,
        round(claimed_monthly_saving_cost, 0) as claimed_monthly_saving_cost,
        round(realised_monthly_effective_cost, 0) as realised_monthly_effective_cost,
        case
            when verdict = 'saving' then round({{ one_off_cost }} / realised_monthly_effective_cost, 1)
        end as payback_months,
        case
            when verdict = 'saving'
                then
                    round(
                        {{ one_off_cost }} / realised_monthly_effective_cost
                        * cast(saved_ratio as double) / cast(saved_upper_ratio as double), 1
                    )
        end as payback_months_lower,
        case
            when verdict = 'saving'
                then
                    round(
                        {{ one_off_cost }} / realised_monthly_effective_cost
                        * cast(saved_ratio as double) / cast(saved_lower_ratio as double), 1
                    )
        end as payback_months_upper
    from migrations

)

select * from migration_payback
order by payback_months asc nulls last, initiative_id asc
