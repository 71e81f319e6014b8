with

savings as (select * from {{ ref('int_savings_scoped') }}),

effective_savings_monthly as (

    select
        scope_type,
        scope_id,
        scope_name,
        billing_month,
        reporting_currency,
        list_cost,
        contracted_cost,
        effective_cost,
        cast(list_cost - contracted_cost as {{ type_money() }}) as negotiated_savings_cost,
        cast(contracted_cost - effective_cost as {{ type_money() }}) as commitment_savings_cost,
        commitment_fee_effective_cost,
        {{ bounded_ratio('list_cost - effective_cost', 'list_cost') }} as effective_savings_ratio,
        spot_list_cost,
        spot_effective_cost,
        cast(spot_list_cost - spot_effective_cost as {{ type_money() }}) as spot_savings_cost,
        unpriced_cost,
        purchase_effective_cost,
        credit_effective_cost,
        tax_effective_cost
    from savings

),

published_savings as (

    {{ with_closed_months('effective_savings_monthly') }}

)

select * from published_savings
