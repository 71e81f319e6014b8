with

platform_costs as (select * from {{ ref('int_platform_costs_own') }}),

shares as (select * from {{ ref('int_platform_shares') }}),

costs_with_share as (

    select
        platform_costs.*,
        shares.final_owner_id,
        shares.share_ratio
    from platform_costs
    inner join shares
        on
            platform_costs.charge_date = shares.charge_date
            and platform_costs.platform_owner_id = shares.platform_owner_id

),

costs_through_platforms as (

    select
        charge_date,
        platform_owner_id,
        final_owner_id,
        share_ratio,
        reporting_currency,
        {{ each_cost(conserved_share(
            '{cost}', 'share_ratio',
            ['charge_date', 'platform_owner_id', 'reporting_currency'], ['final_owner_id']
        )) }}
    from costs_with_share

)

select * from costs_through_platforms
