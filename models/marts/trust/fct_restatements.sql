with

states as (select * from {{ ref('int_states_compared') }}),

deliveries as (select * from {{ ref('int_charge_deliveries') }}),

close_steps as (select * from {{ ref('int_close_steps') }}),

-- The step that a month had last taken when a delivery arrived says whether it was closed.
last_steps as (

    select
        deliveries.source_name,
        deliveries.billing_month,
        deliveries.delivery,
        max_by(close_steps.status, close_steps.step_number) as last_status
    from deliveries
    inner join close_steps
        on
            deliveries.billing_month = close_steps.billing_month
            and deliveries.delivery > close_steps.step_delivery
            and close_steps.step in ('hard', 'reopen')
    group by deliveries.source_name, deliveries.billing_month, deliveries.delivery

),

restatements as (

    select
        states.source_name,
        states.billing_month,
        previous.delivery as previous_delivery,
        deliveries.delivery as restated_delivery,
        deliveries.delivery_mode,
        states.provider_name,
        states.service_name,
        states.billing_account_id,
        states.sub_account_id,
        states.billing_currency,
        states.previous_billed_cost,
        states.restated_billed_cost,
        cast(states.restated_billed_cost - states.previous_billed_cost as {{ type_money() }})
            as change_billed_cost,
        states.previous_effective_cost,
        states.restated_effective_cost,
        cast(states.restated_effective_cost - states.previous_effective_cost as {{ type_money() }})
            as change_effective_cost,
        coalesce(last_steps.last_status = 'closed', false) as is_after_close
    from states
    inner join deliveries
        on
            states.source_name = deliveries.source_name
            and states.billing_month = deliveries.billing_month
            and states.delivery_number = deliveries.delivery_number
    inner join deliveries as previous
        on
            states.source_name = previous.source_name
            and states.billing_month = previous.billing_month
            and states.delivery_number = previous.delivery_number + 1
    left join last_steps
        on
            deliveries.source_name = last_steps.source_name
            and deliveries.billing_month = last_steps.billing_month
            and deliveries.delivery = last_steps.delivery
    where
        states.restated_billed_cost <> states.previous_billed_cost
        or states.restated_effective_cost <> states.previous_effective_cost

)

select * from restatements
