{%- set columns = [
    'comparison_name', 'earlier_month', 'later_month', 'owner_id', 'provider_name',
    'service_name', 'sku_meter', 'region_id', 'consumed_unit', 'billing_currency',
    'reporting_currency', 'earlier_list_cost', 'later_list_cost', 'later_contracted_cost',
    'later_covered_contracted_cost', 'earlier_effective_cost', 'later_effective_cost',
    'earlier_quantity', 'later_quantity', 'commitment_rate', 'uncovered_rate', 'covered_rate',
    'cost_at_earlier_rates', 'price_ratio', 'has_list_price',
] -%}

with

skus as (

    select * from {{ ref('int_sku_costs_compared') }}
    where effect_name = 'usage' and not is_new and not is_retired

),

-- What a list cost bears of a contracted one, and so on: a rate that the earlier month does not
-- tell is that of the later month, so that it did not change.
skus_with_rates as (

    select
        *,
        earlier_list_cost <> 0 or later_list_cost <> 0 as has_list_price,
        coalesce(
            {{ cost_rate('earlier_contracted_cost', 'earlier_list_cost') }},
            {{ cost_rate('later_contracted_cost', 'later_list_cost') }},
            1
        ) as negotiated_rate,
        coalesce(
            {{ cost_rate('earlier_effective_cost', 'earlier_contracted_cost') }},
            {{ cost_rate('later_effective_cost', 'later_contracted_cost') }},
            1
        ) as commitment_rate,
        coalesce(
            {% for side in ['earlier', 'later'] %}
            {{ cost_rate(
                '(' ~ side ~ '_effective_cost - ' ~ side ~ '_covered_effective_cost)',
                '(' ~ side ~ '_contracted_cost - ' ~ side ~ '_covered_contracted_cost)'
            ) }},
            {% endfor %}
            1
        ) as uncovered_rate,
        coalesce(
            {{ cost_rate('earlier_covered_effective_cost', 'earlier_covered_contracted_cost') }},
            {{ cost_rate('later_covered_effective_cost', 'later_covered_contracted_cost') }},
            1
        ) as covered_rate
    from skus

),

skus_with_reference as (

    select
        *,
        case when has_list_price then earlier_list_cost else earlier_contracted_cost end
            as earlier_reference_cost,
        case when has_list_price then later_list_cost else later_contracted_cost end
            as later_reference_cost,
        case
            when has_list_price then later_list_cost * negotiated_rate * commitment_rate
            else later_contracted_cost * commitment_rate
        end as cost_at_earlier_rates
    from skus_with_rates

),

skus_with_price_ratio as (

    select
        *,
        case
            when
                earlier_quantity > 0 and later_quantity > 0
                and earlier_reference_cost > 0 and later_reference_cost > 0
                then
                    (cast(later_reference_cost as double) / cast(later_quantity as double))
                    / (cast(earlier_reference_cost as double) / cast(earlier_quantity as double))
        end as price_ratio
    from skus_with_reference

),

-- A price that moves tenfold is not the price of the same unit.
skus_priced as (

    select
        {% for name in columns %}
        {{ name }},
        {% endfor %}
        coalesce(price_ratio between 0.1 and 10, false) as is_comparable
    from skus_with_price_ratio

)

select * from skus_priced
