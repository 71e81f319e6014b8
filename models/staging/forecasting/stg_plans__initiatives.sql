with

source as (select * from {{ source('plans', 'plan_initiatives') }}),

initiatives as (

    select
        source_name,
        delivery,
        cast(starts_at as date) as start_date,
        initiative_id,
        initiative_name,
        initiative_kind,
        owner_id,
        service_id,
        cast(claimed_monthly_saving_cost as {{ type_money() }}) as claimed_monthly_saving_cost,
        saving_currency,
        status as initiative_status,
        billing_month
    from source

)

select * from initiatives
