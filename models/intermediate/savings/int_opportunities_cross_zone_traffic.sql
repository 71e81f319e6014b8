with

meters as (select * from {{ ref('int_meters_measured') }}),

-- What zones of a region say to each other is paid for in both directions, so that it adds up.
opportunities as (

    select
        {{ opportunity_columns(
            'cast(monthly_effective_cost as ' ~ type_quantity() ~ ')',
            subject_id="concat_ws('/', sub_account_id, owner_id)",
            scope_id="concat_ws('/', detector_id, sub_account_id, owner_id)",
            resource_id=none
        ) }}
    from meters
    where
        detector_id = 'cross_zone_traffic'
        and monthly_effective_cost >= threshold_quantity

)

select * from opportunities
