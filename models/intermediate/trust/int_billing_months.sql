with

postings as (select * from {{ ref('stg_landing__postings') }}),

-- What a month is built from: the deliveries of bills and meters that count in it, and the tag keys
-- looked at. While neither changes, neither does the month.
billing_months as (

    select
        posting_month as billing_month,
        md5(concat(
            {{ sorted_text_list(
                "concat(source_name, '/', table_name, '/', billing_month, '/', delivery, '/', "
                ~ "posting_sign)"
            ) }},
            ' {{ local_md5(tojson(var("tag_keys"))) }}'
        )) as input_key,
        count(*) as delivery_count
    from postings
    where
        table_name in (
            {{ charge_table_names() }},
            'kubernetes_pod_usage',
            'kubernetes_volume_usage'
        )
    group by posting_month

)

select * from billing_months
