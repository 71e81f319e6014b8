with

meters as (select * from {{ ref('int_meters_measured') }}),

-- Where an owner keeps no volume in an account any more, its snapshots are of what is gone.
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
        detector_id = 'orphan_snapshots'
        and monthly_effective_cost >= threshold_quantity
        and absent_meter_effective_cost = 0

)

select * from opportunities
