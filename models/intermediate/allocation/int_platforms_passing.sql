with

shares as (select * from {{ ref('int_platform_shares') }}),

-- A platform that keeps what it costs is an owner like any other.
platforms_passing as (

    select
        charge_date,
        platform_owner_id
    from shares
    where platform_owner_id <> final_owner_id
    group by charge_date, platform_owner_id

)

select * from platforms_passing
