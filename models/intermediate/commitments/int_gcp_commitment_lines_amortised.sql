{%- set pool = [
    'source_name', 'delivery', 'billing_month', 'billing_account_id', 'billing_currency',
    'programme_id', 'usage_date',
] -%}
{%- set group = ['is_commitment_fee'] + pool -%}
{%- set key = ['sku_id', 'sub_account_id', 'resource_id', 'subscription_instance_id', 'covered_cost'] -%}

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
            {% for name in pool %}
            {{ 'and' if not loop.first }} lines.{{ name }} = pools.{{ name }}
            {% endfor %}

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
        *,
        case when is_commitment_fee then -used_share_cost else used_share_cost end as moved_cost,
        case when is_commitment_fee then covered_share_cost end as commitment_covered_cost
    from lines_with_share

)

select * from lines_amortised
