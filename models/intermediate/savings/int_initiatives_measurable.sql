with

initiatives as (select * from {{ ref('int_initiatives_staged') }}),

usage_daily as (select * from {{ ref('int_initiative_panel') }}),

owners as (select * from {{ ref('int_owners_listed') }}),

owners_open as (

    select owner_id
    from owners
    where valid_to_date is null
    group by owner_id

),

days_used as (

    select
        usage_kind,
        series_id,
        max(usage_date) as last_usage_date
    from usage_daily
    group by usage_kind, series_id

),

newest_days as (select max(usage_date) as last_usage_date from usage_daily),

-- When a service ends, all of its usage is gone, which no initiative has saved.
initiatives_measurable as (

    select
        initiatives.initiative_id,
        initiatives.usage_kind,
        initiatives.target_owner_id as series_id,
        initiatives.start_date,
        case
            when owners_open.owner_id is null then days_used.last_usage_date
            else newest_days.last_usage_date
        end as last_date
    from initiatives
    inner join days_used
        on
            initiatives.usage_kind = days_used.usage_kind
            and initiatives.target_owner_id = days_used.series_id
    left join owners_open
        on initiatives.target_owner_id = owners_open.owner_id
    cross join newest_days
    where
        initiatives.start_date <= case
            when owners_open.owner_id is null then days_used.last_usage_date
            else newest_days.last_usage_date
        end

)

select * from initiatives_measurable
