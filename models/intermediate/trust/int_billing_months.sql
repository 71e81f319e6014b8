with

postings as (select * from {{ ref('stg_landing__postings') }}),

google_rules as (

    select
        md5(
            coalesce(
                {{ sorted_text_list(
                    "concat(programme_id, '/', sku_pattern, '/', valid_from_date, '/', "
                    ~ "coalesce(valid_to_date, " ~ far_future() ~ "))"
                ) }},
                ''
            )
        ) as rules_key
    from {{ ref('int_gcp_commitment_patterns') }}

),

storage_rules as (

    select
        md5(coalesce({{ sorted_text_list('service_name') }}, '')) as services_key
    from {{ ref('storage_services') }}

),

-- What a month is built from: the deliveries of bills and meters that count in it, the tag keys
-- looked at, the rules by which commitments of Google Cloud are spread over usage, and the services
-- that sell storage. While none changes, neither does the month.
billing_months as (

    select
        postings.posting_month as billing_month,
        md5(concat(
            {{ sorted_text_list(
                "concat(postings.source_name, '/', postings.table_name, '/', "
                ~ "postings.billing_month, '/', postings.delivery, '/', postings.posting_sign)"
            ) }},
            ' {{ local_md5(tojson(var("tag_keys"))) }} ',
            max(google_rules.rules_key),
            max(storage_rules.services_key)
        )) as input_key,
        count(*) as delivery_count
    from postings
    cross join google_rules
    cross join storage_rules
    where
        postings.table_name in (
            {{ charge_table_names() }},
            'kubernetes_pod_usage',
            'kubernetes_volume_usage',
            'host_usage',
            'storage_inventory'
        )
    group by postings.posting_month

)

select * from billing_months
