{%- set group = (
    'partition by comparison_name, earlier_month, later_month, owner_id, provider_name, '
    ~ 'service_name, consumed_unit, billing_currency, is_comparable'
) -%}
with

skus as (select * from {{ ref('int_sku_costs_priced') }}),

skus_with_growth as (

    select
        *,
        {{ cost_rate(
            'sum(later_quantity) over (' ~ group ~ ')', 'sum(earlier_quantity) over (' ~ group ~ ')'
        ) }} as group_growth
    from skus

),

-- Each step has one more thing as it is in the later month: the quantity of the whole group, that
-- of the SKU, the list price, the negotiated rate, the coverage by commitments, and their rate.
steps as (

    select
        *,
        case when is_comparable then {{ money('cost_at_earlier_rates / price_ratio') }}
        else {{ money('cost_at_earlier_rates') }} end as quantity_effective_cost,
        {{ money('later_contracted_cost * commitment_rate') }} as negotiated_effective_cost,
        {{ money(
            '(later_contracted_cost - later_covered_contracted_cost) * uncovered_rate '
            ~ '+ later_covered_contracted_cost * covered_rate'
        ) }} as coverage_effective_cost,
        case when is_comparable then {{ money('later_list_cost / price_ratio') }}
        else later_list_cost end as quantity_list_cost
    from skus_with_growth

),

steps_by_group as (

    select
        *,
        case
            when has_list_price then {{ money('cost_at_earlier_rates') }}
            else quantity_effective_cost
        end as list_effective_cost,
        {% for cost in ['effective_cost', 'list_cost'] %}
        case
            when is_comparable and group_growth is not null
                then {{ money('earlier_' ~ cost ~ ' * group_growth') }}
            else quantity_{{ cost }}
        end as group_{{ cost }}{{ ',' if not loop.last }}
        {% endfor %}
    from steps

),

skus_bridged as (

    select
        comparison_name,
        earlier_month,
        later_month,
        owner_id,
        provider_name,
        service_name,
        sku_meter,
        region_id,
        consumed_unit,
        billing_currency,
        reporting_currency,
        group_effective_cost - earlier_effective_cost as usage_effective_cost,
        quantity_effective_cost - group_effective_cost as mix_effective_cost,
        list_effective_cost - quantity_effective_cost as list_price_effective_cost,
        negotiated_effective_cost - list_effective_cost as negotiated_rate_effective_cost,
        coverage_effective_cost - negotiated_effective_cost as commitment_coverage_effective_cost,
        later_effective_cost - coverage_effective_cost as commitment_rate_effective_cost,
        group_list_cost - earlier_list_cost as usage_list_cost,
        quantity_list_cost - group_list_cost as mix_list_cost,
        later_list_cost - quantity_list_cost as list_price_list_cost
    from steps_by_group

)

select * from skus_bridged
