with

deliveries as (select * from {{ ref('stg_landing__deliveries') }}),

-- A delivery that replaces its month begins a chain; those that add to the month continue it. The
-- state after a delivery is all of its chain so far.
charge_deliveries as (

    select
        source_name,
        billing_month,
        delivery,
        delivery_mode,
        row_number() over (
            partition by source_name, billing_month order by delivery
        ) as delivery_number,
        cast(sum(case when delivery_mode = 'overwrite' then 1 else 0 end) over (
            partition by source_name, billing_month order by delivery
        ) as bigint) as chain_number
    from deliveries
    where table_name in ({{ charge_table_names() }})

)

select * from charge_deliveries
