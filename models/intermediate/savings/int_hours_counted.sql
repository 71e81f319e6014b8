with

-- A month has at most 744 hours.
numbers as ({{ dbt.generate_series(744) }}),

hours as (select cast(generated_number - 1 as bigint) as hour_number from numbers)

select * from hours
