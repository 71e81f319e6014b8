with

source as (select * from {{ source('landing', 'postings') }}),

postings as (

    select
        source_name,
        table_name,
        delivery,
        posting_sign,
        cast(concat(billing_period, '-01') as date) as billing_month,
        cast(concat(posting_period, '-01') as date) as posting_month
    from source

)

select * from postings
