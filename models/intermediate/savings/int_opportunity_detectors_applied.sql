with

detectors as (select * from {{ ref('opportunity_detectors') }}),

costs as (select * from {{ ref('int_costs_owned_daily') }}),

-- The newest days are left out: bills go on adding to them.
last_day as (

    select
        cast({{ dbt.dateadd('day', -var('opportunity_lag_days'), 'max(charge_date)') }} as date)
            as last_date
    from costs
    where cost_type = 'usage'

),

detectors_applied as (

    select
        detectors.detector_id,
        detectors.subject_kind,
        detectors.metric_name,
        detectors.threshold_quantity,
        detectors.lowest_monthly_cost,
        detectors.saving_ratio,
        detectors.meter_pattern,
        detectors.absent_meter_pattern,
        detectors.confidence,
        detectors.effort,
        detectors.recommended_action,
        detectors.evidence_query,
        cast(detectors.window_days as int) as window_days,
        cast({{ dbt.dateadd(
            'day', '1 - cast(detectors.window_days as int)', 'last_day.last_date'
        ) }} as date) as first_date,
        last_day.last_date
    from detectors
    inner join last_day
        on
            detectors.valid_from_date <= last_day.last_date
            and last_day.last_date < coalesce(detectors.valid_to_date, {{ far_future() }})

)

select * from detectors_applied
