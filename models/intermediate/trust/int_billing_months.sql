with

deliveries as (select * from {{ ref('stg_landing__deliveries') }}),

-- What a month is built from: the current deliveries of its bills and meters, and the tag keys
-- looked at. While neither changes, neither does the month.
billing_months as (

    select
        billing_month,
        md5(concat(
            {{ sorted_text_list("concat(source_name, '/', table_name, '/', delivery)") }},
            ' {{ local_md5(tojson(var("tag_keys"))) }}'
        )) as input_key,
        count(*) as delivery_count
    from deliveries
    where
        is_current
        and table_name in (
            'aws_cur_lines',
            'focus_charges',
            'gcp_billing_lines',
            'kubernetes_pod_usage',
            'kubernetes_volume_usage'
        )
    group by billing_month

)

select * from billing_months
