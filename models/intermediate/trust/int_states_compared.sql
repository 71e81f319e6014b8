with

delivered_costs as (select * from {{ ref('int_delivered_costs') }}),

deliveries as (select * from {{ ref('int_charge_deliveries') }}),

-- The state after each delivery: the deliveries of its chain so far, added up.
states as (

    select
        deliveries.source_name,
        deliveries.billing_month,
        deliveries.delivery_number,
        delivered_costs.provider_name,
        delivered_costs.service_name,
        delivered_costs.billing_account_id,
        delivered_costs.sub_account_id,
        delivered_costs.billing_currency,
        sum(delivered_costs.billed_cost) as billed_cost,
        sum(delivered_costs.effective_cost) as effective_cost
    from deliveries
    inner join deliveries as parts
        on
            deliveries.source_name = parts.source_name
            and deliveries.billing_month = parts.billing_month
            and deliveries.chain_number = parts.chain_number
            and deliveries.delivery_number >= parts.delivery_number
    inner join delivered_costs
        on
            parts.source_name = delivered_costs.source_name
            and parts.billing_month = delivered_costs.billing_month
            and parts.delivery = delivered_costs.delivery
    group by all

),

-- A state is what comes after its own delivery and what was before the next one.
states_paired as (

    select
        {{ restatement_keys('states') }},
        states.delivery_number,
        cast(0 as {{ type_money() }}) as previous_billed_cost,
        states.billed_cost as restated_billed_cost,
        cast(0 as {{ type_money() }}) as previous_effective_cost,
        states.effective_cost as restated_effective_cost
    from states
    union all
    select
        {{ restatement_keys('states') }},
        states.delivery_number + 1 as delivery_number,
        states.billed_cost as previous_billed_cost,
        cast(0 as {{ type_money() }}) as restated_billed_cost,
        states.effective_cost as previous_effective_cost,
        cast(0 as {{ type_money() }}) as restated_effective_cost
    from states

),

states_compared as (

    select
        {{ restatement_keys('states_paired') }},
        states_paired.delivery_number,
        cast(sum(states_paired.previous_billed_cost) as {{ type_money() }}) as previous_billed_cost,
        cast(sum(states_paired.restated_billed_cost) as {{ type_money() }}) as restated_billed_cost,
        cast(sum(states_paired.previous_effective_cost) as {{ type_money() }})
            as previous_effective_cost,
        cast(sum(states_paired.restated_effective_cost) as {{ type_money() }})
            as restated_effective_cost
    from states_paired
    where states_paired.delivery_number > 1
    group by all

)

select * from states_compared
