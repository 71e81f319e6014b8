with

meters as (select * from {{ ref('int_platform_meters_daily') }}),

weights as (select * from {{ ref('platform_meter_weights') }}),

-- Weighted as doubles: two decimals of their sizes would not fit 38 digits.
meters_weighted as (

    select
        meters.charge_date,
        meters.platform,
        meters.meter_name,
        meters.consumer,
        meters.quantity_unit,
        meters.metered_quantity,
        case
            when weights.weight is null then meters.metered_quantity
            else
                cast(
                    cast(meters.metered_quantity as double) * cast(weights.weight as double)
                    as {{ type_quantity() }}
                )
        end as weighted_quantity,
        weights.weight is not null as is_weighted
    from meters
    left join weights
        on
            meters.platform = weights.platform
            and meters.meter_name = weights.meter
            and meters.charge_date >= weights.valid_from_date
            and meters.charge_date < coalesce(weights.valid_to_date, {{ far_future() }})

)

select * from meters_weighted
