with

platforms as (select * from {{ ref('int_platforms_priced') }}),

platform_months as (

    select
        charge_month,
        platform_owner_id,
        reporting_currency,
        cast(own_effective_cost as {{ type_money() }}) as own_effective_cost,
        cast(passed_effective_cost - own_effective_cost as {{ type_money() }})
            as received_effective_cost,
        cast(passed_effective_cost as {{ type_money() }}) as passed_effective_cost,
        cast(recovered_cost as {{ type_money() }}) as recovered_cost,
        cast(recovered_cost - passed_effective_cost as {{ type_money() }}) as over_recovered_cost,
        {{ money(
            'cast(passed_effective_cost as double) / nullif(cast(metered_quantity as double), 0)'
        ) }} as passed_effective_cost_per_unit,
        cast(metered_quantity as {{ type_quantity() }}) as metered_quantity
    from platforms

)

select * from platform_months
