with

costs as (select * from {{ ref('int_costs_allocated') }}),

allocated_costs as (

    select
        charge_date,
        owner_id,
        rule_id,
        path_class,
        {{ service_key('costs') }} as service_key,
        provider_name,
        service_name,
        reporting_currency,
        {{ four_costs() | join(',\n        ') }}
    from costs

),

published_costs as (

    {{ with_closed_months('allocated_costs') }}

)

select * from published_costs
