-- Meters in several units are only added if a row of platform_meter_weights says, for each of them,
-- what its unit weighs; a meter that changes its unit during a day cannot be weighted at all.
with

meters as (

    select
        charge_date,
        platform,
        meter_name,
        quantity_unit,
        min(case when is_weighted then 1 else 0 end) as weight_count
    from {{ ref('int_platform_meters_weighted') }}
    group by charge_date, platform, meter_name, quantity_unit

),

meters_with_others as (

    select
        *,
        min(quantity_unit) over platform_day <> max(quantity_unit) over platform_day
            as has_other_units,
        count(*) over (partition by charge_date, platform, meter_name) as unit_count
    from meters
    window platform_day as (partition by charge_date, platform)

)

select
    platform,
    meter_name,
    quantity_unit,
    min(charge_date) as first_charge_date,
    max(charge_date) as last_charge_date
from meters_with_others
where unit_count > 1 or (has_other_units and weight_count = 0)
group by platform, meter_name, quantity_unit
