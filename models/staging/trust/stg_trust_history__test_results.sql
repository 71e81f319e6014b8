with

source as (select * from {{ source('trust_history', 'test_results') }}),

test_results as (

    select
        run_id,
        test_name,
        relation_name,
        test_kind,
        test_status,
        failure_count,
        known_date,
        recorded_at
    from source

)

select * from test_results
