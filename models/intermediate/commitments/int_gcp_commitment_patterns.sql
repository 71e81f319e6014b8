with

programmes as (select * from {{ ref('commitment_programmes') }}),

eligibility as (select * from {{ ref('commitment_eligibility') }}),

-- A fee is told by the SKU of the commitment, covered usage by the SKU of what it covers.
patterns as (

    select
        programme_id,
        fee_meter_pattern as sku_pattern,
        valid_from_date,
        valid_to_date
    from programmes
    where provider_name = 'Google Cloud'
    union all
    select
        programme_id,
        meter_pattern as sku_pattern,
        valid_from_date,
        valid_to_date
    from eligibility
    where provider_name = 'Google Cloud'

)

select * from patterns
