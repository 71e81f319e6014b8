with

deliveries as (select * from {{ ref('stg_landing__deliveries') }}),

bills as (

    select
        source_name,
        billing_month,
        cast(max({{ delivered_at('delivery') }}) as date) as last_delivery_date
    from deliveries
    where table_name in ({{ charge_table_names() }})
    group by source_name, billing_month

),

-- A source that billed the month before is expected to bill this one, after its last day.
expected_bills as (

    select
        source_name,
        billing_month
    from bills
    union
    select
        source_name,
        cast({{ dbt.dateadd('month', 1, 'billing_month') }} as date) as billing_month
    from bills

),

bills_judged as (

    select
        expected_bills.billing_month,
        expected_bills.source_name,
        coalesce(
            bills.last_delivery_date
            >= cast({{ dbt.dateadd('month', 1, 'expected_bills.billing_month') }} as date),
            false
        ) as is_whole
    from expected_bills
    left join bills
        on
            expected_bills.source_name = bills.source_name
            and expected_bills.billing_month = bills.billing_month

),

freshness as (

    select
        billing_month,
        'freshness' as check_name,
        count(case when not is_whole then 1 end) = 0 as is_passed,
        case
            when count(case when not is_whole then 1 end) = 0
                then 'every bill was delivered after the last day of the month'
            else concat(
                    'no bill was delivered after the last day of the month by ',
                    {{ sorted_text_list("case when not is_whole then source_name end") }}
                )
        end as check_text
    from bills_judged
    group by billing_month

)

select * from freshness
