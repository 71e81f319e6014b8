with

services as (select * from {{ ref('int_services_categorised') }}),

services_with_key as (

    select
        {{ service_key('services') }} as service_key,
        services.provider_name,
        services.service_name,
        services.service_category,
        services.first_charge_date,
        services.last_charge_date
    from services

)

select * from services_with_key
