with

lines as (

    select
        sku_description,
        cast(charge_period_start as date) as usage_date
    from {{ ref('stg_gcp_billing__lines') }}
    where is_commitment_fee or commitment_credit <> 0
    group by sku_description, cast(charge_period_start as date)

),

patterns as (select * from {{ ref('int_gcp_commitment_patterns') }}),

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
