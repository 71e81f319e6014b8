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
        {{ money(
            'cost_at_earlier_rates / case when is_comparable then price_ratio else 1 end'
        ) }} as quantity_effective_cost,
        {{ money('later_list_cost / case when is_comparable then price_ratio else 1 end') }}
            as quantity_list_cost,
        {{ money('cost_at_earlier_rates') }} as price_effective_cost,
        {{ money('later_contracted_cost * commitment_rate') }} as negotiated_effective_cost,
        {{ money(
            '(later_contracted_cost - later_covered_contracted_cost) * uncovered_rate '
            ~ '+ later_covered_contracted_cost * covered_rate'
        ) }} as coverage_effective_cost,
        {{ money('earlier_effective_cost * group_growth') }} as grown_effective_cost,
        {{ money('earlier_list_cost * group_growth') }} as grown_list_cost
    from skus_with_growth

),

-- Without a list price it has not changed, and what cannot be compared has no mix.
steps_that_apply as (

    select
        *,
        case when has_list_price then price_effective_cost else quantity_effective_cost end
            as list_effective_cost,
        case
            when is_comparable then coalesce(grown_effective_cost, quantity_effective_cost)
            else quantity_effective_cost
        end as group_effective_cost,
        case
            when is_comparable then coalesce(grown_list_cost, quantity_list_cost)
            else quantity_list_cost
        end as group_list_cost
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
    from steps_that_apply

)

select * from skus_bridged
