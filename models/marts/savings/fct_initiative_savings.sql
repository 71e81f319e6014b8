with

initiatives as (select * from {{ ref('int_initiatives_realised') }}),

initiative_savings as (

    select
        initiative_id,
        initiative_name,
        initiative_kind,
        usage_kind,
        owner_id,
        target_owner_id,
        initiative_stage,
        plan_stage,
        verdict,
        method,
        reason,
        reporting_currency,
        claimed_monthly_saving_cost,
        claimed_effective_cost,
        expected_list_cost,
        actual_list_cost,
        saving_list_cost,
        saving_lower_list_cost,
        saving_upper_list_cost,
        realised_list_cost,
        realised_effective_cost,
        saved_ratio,
        saved_lower_ratio,
        saved_upper_ratio,
        cross_check_ratio,
        kept_ratio,
        donor_count,
        cast(months_since_start_count as bigint) as months_since_start_count,
        cast(day_count as bigint) as day_count,
        start_date,
        savings_month,
        first_usage_date,
        last_usage_date
    from initiatives

)

select * from initiative_savings
