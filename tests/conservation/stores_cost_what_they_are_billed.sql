-- What is stored in a store pays in a day what the store is billed, with an inventory or without. A
-- closed month is as it was closed, whatever is known of stores since.
with

stores as (

    select charges.resource_id
    from {{ ref('int_resource_charges_daily') }} as charges
    left join {{ ref('storage_services') }} as services
        on charges.service_name = services.service_name
    left join {{ ref('stg_storage__inventories') }} as inventories
        on charges.resource_id = inventories.resource_id
    where services.service_name is not null or inventories.resource_id is not null
    group by charges.resource_id

),

billed as (

    select
        charges.charge_date,
        charges.resource_id,
        sum({{ converted('charges.billed_cost', 'rates.exchange_rate') }}) as billed_cost,
        sum({{ converted('charges.effective_cost', 'rates.exchange_rate') }}) as effective_cost,
        sum({{ converted('charges.list_cost', 'rates.exchange_rate') }}) as list_cost,
        sum({{ converted('charges.contracted_cost', 'rates.exchange_rate') }}) as contracted_cost
    from {{ ref('int_resource_charges_daily') }} as charges
    inner join {{ ref('int_exchange_rates_daily') }} as rates
        on
            charges.billing_currency = rates.billing_currency
            and charges.charge_date = rates.charge_date
    inner join stores
        on charges.resource_id = stores.resource_id
    group by charges.charge_date, charges.resource_id

),

stored as (

    select
        charge_date,
        resource_id,
        sum(billed_cost) as billed_cost,
        sum(effective_cost) as effective_cost,
        sum(list_cost) as list_cost,
        sum(contracted_cost) as contracted_cost
    from {{ ref('fct_storage_costs_daily') }}
    group by charge_date, resource_id

)

select
    coalesce(billed.charge_date, stored.charge_date) as charge_date,
    coalesce(billed.resource_id, stored.resource_id) as resource_id,
    billed.effective_cost as billed_effective_cost,
    stored.effective_cost as stored_effective_cost
from billed
full outer join stored
    on
        billed.charge_date = stored.charge_date
        and billed.resource_id = stored.resource_id
where
    {{ month_of('coalesce(billed.charge_date, stored.charge_date)') }} not in (
        select closed_months.billing_month
        from landing.closed_months
        where closed_months.mart_name = 'fct_storage_costs_daily'
    )
    and (
        coalesce(billed.billed_cost, 0) <> coalesce(stored.billed_cost, 0)
        or coalesce(billed.effective_cost, 0) <> coalesce(stored.effective_cost, 0)
        or coalesce(billed.list_cost, 0) <> coalesce(stored.list_cost, 0)
        or coalesce(billed.contracted_cost, 0) <> coalesce(stored.contracted_cost, 0)
    )
