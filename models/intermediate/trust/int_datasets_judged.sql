with

measured as (select * from {{ ref('int_datasets_measured') }}),

tested as (select * from {{ ref('int_datasets_tested') }}),

issues_found as (select * from {{ ref('int_dataset_issues_found') }}),

issues_graded as (

    select
        dataset_name,
        trust_date,
        max(grade) as grade,
        {{ sorted_text_list('issue_text', '; ') }} as reason
    from issues_found
    group by dataset_name, trust_date

),

datasets_judged as (

    select
        measured.dataset_name,
        measured.dataset_kind,
        measured.trust_date,
        coalesce(issues_graded.grade, 'A') as grade,
        coalesce(issues_graded.reason, 'nothing is known against it') as reason,
        measured.age_days,
        measured.highest_age_days,
        measured.completeness_ratio,
        measured.unallocated_ratio,
        coalesce(tested.test_count, 0) as test_count,
        {% for finding in ['failed', 'warned', 'anomaly'] %}
        coalesce(tested.{{ finding }}_test_count, 0) as {{ finding }}_test_count,
        {% endfor %}
        measured.finding_count,
        measured.untied_invoice_count,
        measured.trust_date = max(measured.trust_date) over () as is_newest
    from measured
    left join tested
        on
            measured.dataset_name = tested.dataset_name
            and measured.trust_date = tested.trust_date
    left join issues_graded
        on
            measured.dataset_name = issues_graded.dataset_name
            and measured.trust_date = issues_graded.trust_date

)

select * from datasets_judged
