with

shares as (select * from {{ ref('int_platform_shares_daily') }}),

platform_shares as (

    select
        charge_date,
        platform as platform_owner_id,
        final_owner as final_owner_id,
        cast(ratio as {{ type_ratio() }}) as share_ratio
    from shares

)

select * from platform_shares
