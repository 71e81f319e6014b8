with

charges as (select * from {{ ref('int_charges_daily') }}),

service_categories as (select * from {{ ref('service_categories') }}),

-- FOCUS lets one service carry several categories: the one with the most lines names it.
categories_counted as (

    select
        provider_name,
        service_name,
        service_category,
        sum(charge_count) as charge_count,
        min(charge_date) as first_charge_date,
        max(charge_date) as last_charge_date
    from charges
    group by provider_name, service_name, service_category

),

services as (

    select
        provider_name,
        service_name,
        {{ value_of_largest('service_category', 'charge_count') }} as service_category,
        min(first_charge_date) as first_charge_date,
        max(last_charge_date) as last_charge_date
    from categories_counted
    group by provider_name, service_name

),

services_with_category as (

    select
        services.provider_name,
        services.service_name,
        coalesce(services.service_category, service_categories.service_category, 'Other')
            as service_category,
        services.first_charge_date,
        services.last_charge_date
    from services
    left join service_categories
        on
            services.provider_name = service_categories.provider_name
            and services.service_name = service_categories.service_name

)

select * from services_with_category
