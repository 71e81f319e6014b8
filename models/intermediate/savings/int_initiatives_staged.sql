with

initiatives as (select * from {{ ref('stg_plans__initiatives') }}),

stages as (select * from {{ ref('initiative_stages') }}),

kinds as (select * from {{ ref('initiative_kinds') }}),

exchange_rates as (select * from {{ ref('exchange_rates') }}),

-- A plan that moves an initiative to another month leaves the month that it was in as it is.
initiatives_newest as (

    select
        *,
        row_number() over (
            partition by source_name, initiative_id
            order by delivery desc, billing_month desc
        ) as place
    from initiatives

),

initiatives_staged as (

    select
        initiatives.initiative_id,
        initiatives.initiative_name,
        initiatives.initiative_kind,
        kinds.usage_kind,
        initiatives.owner_id,
        coalesce(initiatives.service_id, initiatives.owner_id) as target_owner_id,
        coalesce(stages.stage, 'proposed') as plan_stage,
        '{{ var("reporting_currency") }}' as reporting_currency,
        {{ converted(
            'initiatives.claimed_monthly_saving_cost',
            known_exchange_rate(
                'initiatives.saving_currency', 'exchange_rates.exchange_rate',
                'initiatives.start_date'
            )
        ) }} as claimed_monthly_saving_cost,
        initiatives.start_date
    from initiatives_newest as initiatives
    left join stages
        on lower(trim(initiatives.initiative_status)) = stages.initiative_status
    left join kinds
        on initiatives.initiative_kind = kinds.initiative_kind
    left join exchange_rates
        on
            initiatives.saving_currency = exchange_rates.from_currency
            and exchange_rates.to_currency = '{{ var("reporting_currency") }}'
            and initiatives.start_date >= exchange_rates.valid_from_date
            and initiatives.start_date
            < coalesce(exchange_rates.valid_to_date, {{ far_future() }})
    where initiatives.place = 1

)

select * from initiatives_staged
