{%- set group = [
    'is_commitment_fee', 'source_name', 'delivery', 'billing_month', 'billing_account_id',
    'billing_currency', 'programme_id', 'usage_date',
] -%}
{%- set key = [
    'sku_id', 'sub_account_id', 'resource_id', 'subscription_instance_id', 'covered_cost',
] -%}

with

lines as (select * from {{ ref('int_gcp_commitment_lines') }}),

pools as (select * from {{ ref('int_gcp_commitment_pools') }}),

lines_with_pool as (

    select
        lines.*,
        coalesce(pools.used_cost, 0) as pool_used_cost,
        coalesce(pools.covered_cost, 0) as pool_covered_cost,
        coalesce(
            case
                when lines.is_commitment_fee
                    then {{ bounded_ratio('lines.fee_cost', 'pools.fee_cost') }}
                else {{ bounded_ratio('lines.covered_cost', 'pools.covered_cost') }}
            end,
            0
        ) as pool_ratio
    from lines
    left join pools
        on
            lines.source_name = pools.source_name
            and lines.delivery = pools.delivery
            and lines.billing_month = pools.billing_month
            and lines.billing_account_id = pools.billing_account_id
            and lines.billing_currency = pools.billing_currency
            and lines.programme_id = pools.programme_id
            and lines.usage_date = pools.usage_date

),

-- What the fees of a pool lose is what its usage gains, to the last place.
lines_with_share as (

    select
        *,
        {{ conserved_share('pool_used_cost', 'pool_ratio', group, key) }} as used_share_cost,
        {{ conserved_share('pool_covered_cost', 'pool_ratio', group, key) }} as covered_share_cost
    from lines_with_pool

),

lines_amortised as (

    select
        {% for name in gcp_line_column_names() %}
        {{ name }},
        {% endfor %}
        case when is_commitment_fee then -used_share_cost else used_share_cost end as moved_cost,
        case when is_commitment_fee then covered_share_cost end as commitment_covered_cost
    from lines_with_share

)

select * from lines_amortised
