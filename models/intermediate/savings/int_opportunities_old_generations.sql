with

machines as (select * from {{ ref('int_machines_measured') }}),

generations as (select * from {{ ref('instance_generations') }}),

detectors as (select * from {{ ref('int_opportunity_detectors_applied') }}),

-- The successor does the same for less; its price is a part of that of the old one.
machines_with_successor as (

    select
        machines.*,
        1 - generations.successor_price_ratio as price_saving_ratio
    from machines
    inner join detectors
        on machines.detector_id = detectors.detector_id
    inner join generations
        on
            machines.provider_name = generations.provider_name
            and machines.sku_meter like generations.meter_pattern
            and detectors.last_date >= generations.valid_from_date
            and detectors.last_date < coalesce(generations.valid_to_date, {{ far_future() }})
    where machines.detector_id = 'old_generations'

),

opportunities as (

    select
        {{ opportunity_columns(
            'cast(price_saving_ratio as ' ~ type_quantity() ~ ')',
            monthly_potential_cost=money('monthly_effective_cost * price_saving_ratio')
        ) }}
    from machines_with_successor
    where price_saving_ratio >= threshold_quantity

)

select * from opportunities
