with

source as (select * from {{ source('landing', 'deliveries') }}),

deliveries as (

    select
        source_name,
        table_name,
        delivery,
        delivery_mode,
        cast(concat(billing_period, '-01') as date) as billing_month
    from source

)

select * from deliveries
