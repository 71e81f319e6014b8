with

lines as (

    select
        *,
        cast(charge_period_start as date) as usage_date,
        -cast(commitment_credit as double) / nullif(cast(contracted_unit_price as double), 0)
            as credited_quantity
    from {{ ref('stg_gcp_billing__lines') }}
    where is_commitment_fee or commitment_credit <> 0

),

skus as (select * from {{ ref('int_gcp_commitment_skus_daily') }}),

-- A line of an unknown programme is in none: what its commitment costs stays where it is billed.
lines_with_programme as (

    select
        {% for name in gcp_line_column_names() %}
        lines.{{ name }},
        {% endfor %}
        lines.usage_date,
        coalesce(skus.programme_id, 'none') as programme_id,
        case
            when lines.is_commitment_fee
                then lines.contracted_cost + coalesce(lines.credits_credit, 0)
            else 0
        end as fee_cost,
        case when lines.is_commitment_fee then 0 else -lines.commitment_credit end as covered_cost,
        case
            when lines.is_commitment_fee then lines.pricing_quantity
            else 0
        end as committed_quantity,
        case
            when lines.is_commitment_fee then 0
            else cast(round(lines.credited_quantity, 9) as {{ type_quantity() }})
        end as covered_quantity
    from lines
    left join skus
        on
            lines.sku_description = skus.sku_description
            and lines.usage_date = skus.usage_date

)

select * from lines_with_programme
