{%- set scopes = {
    'company': "'company'",
    'provider': 'costs.provider_name',
    'service': service_key('costs'),
    'owner': 'costs.owner_id',
} -%}
{%- set names = {
    'company': "'Company'",
    'provider': 'costs.provider_name',
    'service': 'costs.service_name',
    'owner': 'costs.owner_id',
} -%}

with

costs as (select * from {{ ref('int_savings_divided') }}),

costs_with_scope as (

    {% for scope_type, scope_id in scopes.items() %}
    select
        '{{ scope_type }}' as scope_type,
        {{ scope_id }} as scope_id,
        {{ names[scope_type] }} as scope_name,
        costs.billing_month,
        costs.reporting_currency,
        costs.list_cost,
        costs.contracted_cost,
        costs.effective_cost,
        costs.commitment_fee_effective_cost,
        costs.spot_list_cost,
        costs.spot_effective_cost,
        costs.unpriced_cost,
        costs.purchase_effective_cost,
        costs.credit_effective_cost,
        costs.tax_effective_cost
    from costs
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

savings_scoped as (

    select
        scope_type,
        scope_id,
        scope_name,
        billing_month,
        reporting_currency,
        cast(sum(list_cost) as {{ type_money() }}) as list_cost,
        cast(sum(contracted_cost) as {{ type_money() }}) as contracted_cost,
        cast(sum(effective_cost) as {{ type_money() }}) as effective_cost,
        cast(sum(commitment_fee_effective_cost) as {{ type_money() }})
            as commitment_fee_effective_cost,
        cast(sum(spot_list_cost) as {{ type_money() }}) as spot_list_cost,
        cast(sum(spot_effective_cost) as {{ type_money() }}) as spot_effective_cost,
        cast(sum(unpriced_cost) as {{ type_money() }}) as unpriced_cost,
        cast(sum(purchase_effective_cost) as {{ type_money() }}) as purchase_effective_cost,
        cast(sum(credit_effective_cost) as {{ type_money() }}) as credit_effective_cost,
        cast(sum(tax_effective_cost) as {{ type_money() }}) as tax_effective_cost
    from costs_with_scope
    group by scope_type, scope_id, scope_name, billing_month, reporting_currency

)

select * from savings_scoped
