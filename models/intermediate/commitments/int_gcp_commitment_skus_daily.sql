with

lines as (

    select
        sku_description,
        cast(charge_period_start as date) as usage_date
    from {{ ref('stg_gcp_billing__lines') }}
    where is_commitment_fee or commitment_credit <> 0
    group by sku_description, cast(charge_period_start as date)

),

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

),

-- One programme a SKU, so that no line counts twice.
skus_daily as (

    select
        lines.usage_date,
        lines.sku_description,
        min(patterns.programme_id) as programme_id
    from lines
    inner join patterns
        on
            lines.sku_description like patterns.sku_pattern
            and lines.usage_date >= patterns.valid_from_date
            and lines.usage_date < coalesce(patterns.valid_to_date, {{ far_future() }})
    group by lines.usage_date, lines.sku_description

)

select * from skus_daily
