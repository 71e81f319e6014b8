{%- set issues = {
    'late': 'measured.late_text',
    'incomplete': 'measured.incomplete_text',
    'untied':
        "case when measured.untied_invoice_count > 0 then concat("
        ~ "measured.untied_invoice_count, ' invoice lines of the month do not tie out') end",
    'finding':
        "case when measured.finding_count > 0 then concat("
        ~ "measured.finding_count, ' findings in what was delivered for the month') end",
    'unallocated':
        "case when measured.unallocated_ratio > coalesce(measured.highest_unallocated_ratio, 0)"
        ~ " then concat(" ~ short_number('measured.unallocated_ratio')
        ~ ", ' of the cost of the last 30 days is owned by nobody') end",
    'untested':
        "case when measured.dataset_kind = 'mart' and tested.test_count is null"
        ~ " then 'no test has looked at it' end",
    'test_failed': "'failed: ' || tested.failed_text",
    'test_warned': "'warned: ' || tested.warned_text",
    'anomaly': "'unlike itself: ' || tested.anomaly_text",
} -%}

with

measured as (select * from {{ ref('int_datasets_measured') }}),

tested as (select * from {{ ref('int_datasets_tested') }}),

trust_issues as (select * from {{ ref('trust_issues') }}),

datasets as (

    select
        {% for issue, text in issues.items() %}
        {{ text }} as {{ issue }}_text,
        {% endfor %}
        measured.dataset_name,
        measured.trust_date
    from measured
    left join tested
        on
            measured.dataset_name = tested.dataset_name
            and measured.trust_date = tested.trust_date

),

issues as (

    select
        datasets.dataset_name,
        datasets.trust_date,
        trust_issues.issue_name,
        trust_issues.grade,
        case trust_issues.issue_name
            {% for issue in issues %}
            when '{{ issue }}' then datasets.{{ issue }}_text
            {% endfor %}
        end as issue_text
    from datasets
    inner join trust_issues
        on
            datasets.trust_date >= trust_issues.valid_from_date
            and datasets.trust_date < coalesce(trust_issues.valid_to_date, {{ far_future() }})

),

issues_found as (

    select
        dataset_name,
        trust_date,
        issue_name,
        grade,
        issue_text
    from issues
    where issue_text is not null

)

select * from issues_found
