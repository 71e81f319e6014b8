with

machine_days as (select * from {{ ref('int_machine_days_measured') }}),

detectors as (select * from {{ ref('int_opportunity_detectors_applied') }}),

machine_days_in_window as (

    select
        detectors.detector_id,
        detectors.threshold_quantity,
        detectors.saving_ratio,
        detectors.window_days,
        detectors.last_date,
        machine_days.*,
        {{ ratio('machine_days.cpu_used_hours', 'machine_days.cpu_capacity_hours') }} as cpu_ratio,
        {{ ratio('machine_days.gpu_used_hours', 'machine_days.gpu_capacity_hours') }} as gpu_ratio
    from machine_days
    inner join detectors
        on
            machine_days.usage_date >= detectors.first_date
            and machine_days.usage_date <= detectors.last_date
    where detectors.subject_kind = 'machine'

),

-- What is judged still runs, and has run for at least half of the days.
machines as (

    select
        detector_id,
        resource_id,
        max_by(owner_id, usage_date) as owner_id,
        max_by(provider_name, usage_date) as provider_name,
        max_by(service_name, usage_date) as service_name,
        max_by(machine_kind, usage_date) as machine_kind,
        max_by(environment, usage_date) as environment,
        max_by(sku_meter, usage_date) as sku_meter,
        reporting_currency,
        max(threshold_quantity) as threshold_quantity,
        max(saving_ratio) as saving_ratio,
        {{ monthly_cost('sum(effective_cost)', 'max(window_days)') }} as monthly_effective_cost,
        max(cpu_ratio) as busiest_cpu_ratio,
        max(gpu_ratio) as busiest_gpu_ratio,
        sum(gpu_capacity_hours) as gpu_capacity_hours,
        sum(gpu_used_hours) as gpu_used_hours,
        cast(
            sum(cast(running_hours as double)) / count(*) as {{ type_quantity() }}
        ) as daily_running_hours
    from machine_days_in_window
    group by detector_id, resource_id, reporting_currency
    having max(usage_date) = max(last_date) and 2 * count(*) >= max(window_days)

)

select * from machines
