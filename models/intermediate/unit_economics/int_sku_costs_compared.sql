{%- set attributes = [
    'effect_name', 'owner_id', 'provider_name', 'service_name', 'sku_meter', 'region_id',
    'consumed_unit', 'billing_currency', 'reporting_currency',
] -%}
{%- set costs = [
    'list_cost', 'contracted_cost', 'effective_cost', 'covered_contracted_cost',
    'covered_effective_cost',
] -%}

with

sku_costs as (select * from {{ ref('int_sku_costs_monthly') }}),

months_compared as (select * from {{ ref('int_months_compared') }}),

rates as (select * from {{ ref('int_exchange_rates_compared') }}),

sides as (

    {% for side in ['earlier', 'later'] %}
    select
        months_compared.comparison_name,
        months_compared.earlier_month,
        months_compared.later_month,
        sku_costs.*,
        '{{ side }}' as side
    from months_compared
    inner join sku_costs
        on months_compared.{{ side }}_month = sku_costs.billing_month
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

skus_side_by_side as (

    select
        comparison_name,
        earlier_month,
        later_month,
        {% for name in attributes %}
        {{ name }},
        {% endfor %}
        {% for side in ['earlier', 'later'] %}
        {% for cost in costs %}
        cast(
            sum(case when side = '{{ side }}' then {{ cost }} else 0 end) as {{ type_money() }}
        ) as {{ side }}_{{ cost }},
        {% endfor %}
        cast(
            coalesce(sum(case when side = '{{ side }}' then consumed_quantity end), 0)
            as {{ type_quantity() }}
        ) as {{ side }}_quantity,
        {% endfor %}
        max(side) = 'earlier' as is_retired,
        min(side) = 'later' as is_new
    from sides
    group by all

),

-- The later costs at the exchange rates of the earlier month: the rest is due to currencies. A SKU
-- that is new has no earlier rate to be seen at.
skus_compared as (

    select
        skus.comparison_name,
        skus.earlier_month,
        skus.later_month,
        {% for name in attributes %}
        skus.{{ name }},
        {% endfor %}
        {% for cost in costs %}
        skus.earlier_{{ cost }},
        case
            when rates.earlier_per_later_rate = 1 or skus.is_new or rates.billing_currency is null
                then skus.later_{{ cost }}
            else {{ money('skus.later_' ~ cost ~ ' * rates.earlier_per_later_rate') }}
        end as later_{{ cost }},
        {% endfor %}
        skus.later_list_cost as converted_list_cost,
        skus.later_effective_cost as converted_effective_cost,
        skus.earlier_quantity,
        skus.later_quantity,
        skus.is_retired,
        skus.is_new
    from skus_side_by_side as skus
    left join rates
        on
            skus.comparison_name = rates.comparison_name
            and skus.earlier_month = rates.earlier_month
            and skus.later_month = rates.later_month
            and skus.billing_currency = rates.billing_currency

)

select * from skus_compared
