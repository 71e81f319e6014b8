with

platforms as (select * from {{ ref('int_platforms_priced') }}),

kept_costs as (select * from {{ ref('int_platform_costs_kept_monthly') }}),

-- A platform that was never metered in a month passes nothing on.
platform_months as (

    select
        coalesce(platforms.charge_month, kept_costs.charge_month) as charge_month,
        coalesce(platforms.platform_owner_id, kept_costs.platform_owner_id) as platform_owner_id,
        coalesce(platforms.reporting_currency, kept_costs.reporting_currency)
            as reporting_currency,
        cast(coalesce(platforms.own_effective_cost, 0) as {{ type_money() }})
            as own_effective_cost,
        cast(
            coalesce(platforms.passed_effective_cost - platforms.own_effective_cost, 0)
            as {{ type_money() }}
        ) as received_effective_cost,
        cast(coalesce(platforms.passed_effective_cost, 0) as {{ type_money() }})
            as passed_effective_cost,
        cast(coalesce(kept_costs.idle_effective_cost, 0) as {{ type_money() }})
            as idle_effective_cost,
        cast(coalesce(kept_costs.unmetered_effective_cost, 0) as {{ type_money() }})
            as unmetered_effective_cost,
        cast(platforms.recovered_cost as {{ type_money() }}) as recovered_cost,
        cast(platforms.recovered_cost - platforms.passed_effective_cost as {{ type_money() }})
            as over_recovered_cost,
        {{ money(
            'cast(platforms.passed_effective_cost as double)'
            ~ ' / nullif(cast(platforms.metered_quantity as double), 0)'
        ) }} as passed_effective_cost_per_unit,
        cast(platforms.metered_quantity as {{ type_quantity() }}) as metered_quantity,
        platforms.meter_names
    from platforms
    full outer join kept_costs
        on
            platforms.charge_month = kept_costs.charge_month
            and platforms.platform_owner_id = kept_costs.platform_owner_id
            and platforms.reporting_currency = kept_costs.reporting_currency

)

select * from platform_months
