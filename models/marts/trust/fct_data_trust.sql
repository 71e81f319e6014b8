with

datasets as (select * from {{ ref('int_datasets_judged') }}),

data_trust as (

    select
        dataset_name,
        dataset_kind,
        trust_date,
        grade,
        reason,
        age_days,
        highest_age_days,
        completeness_ratio,
        unallocated_ratio,
        test_count,
        failed_test_count,
        warned_test_count,
        anomaly_test_count,
        finding_count,
        untied_invoice_count,
        is_newest
    from datasets

)

select * from data_trust
