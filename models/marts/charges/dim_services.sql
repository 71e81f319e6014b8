with

services as (select * from {{ ref('int_services_categorised') }}),

services_with_key as (

    select
        {{ service_key('services') }} as service_key,
        provider_name,
        service_name,
        service_category,
        first_charge_date,
        last_charge_date
    from services

)

select * from services_with_key
