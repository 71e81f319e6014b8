{%- set pair = ['comparison_name', 'earlier_month', 'later_month'] -%}
with

skus_compared as (select * from {{ ref('int_sku_costs_compared') }}),

skus_bridged as (select * from {{ ref('int_sku_costs_bridged') }}),

effects as (

    {% for effect in sku_effects() %}
    select
        {{ pair | join(', ') }},
        owner_id,
        reporting_currency,
        '{{ effect }}' as effect_name,
        {{ effect }}_effective_cost as change_effective_cost,
        {% if effect in ['usage', 'mix', 'list_price'] %}
        {{ effect }}_list_cost as change_list_cost
        {% else %}
        0 as change_list_cost
        {% endif %}
    from skus_bridged
    union all
    {% endfor %}
    select
        {{ pair | join(', ') }},
        owner_id,
        reporting_currency,
        case
            when effect_name <> 'usage' then effect_name
            when is_new then 'new'
            else 'retired'
        end as effect_name,
        later_effective_cost - earlier_effective_cost as change_effective_cost,
        later_list_cost - earlier_list_cost as change_list_cost
    from skus_compared
    where effect_name <> 'usage' or is_new or is_retired
    union all
    select
        {{ pair | join(', ') }},
        owner_id,
        reporting_currency,
        'currency' as effect_name,
        converted_effective_cost - later_effective_cost as change_effective_cost,
        converted_list_cost - later_list_cost as change_list_cost
    from skus_compared
    where billing_currency <> reporting_currency and not is_new and not is_retired

),

cost_effects as (

    select
        {{ pair | join(', ') }},
        owner_id,
        reporting_currency,
        effect_name,
        cast(sum(change_effective_cost) as {{ type_money() }}) as change_effective_cost,
        cast(sum(change_list_cost) as {{ type_money() }}) as change_list_cost
    from effects
    group by all

)

select * from cost_effects
