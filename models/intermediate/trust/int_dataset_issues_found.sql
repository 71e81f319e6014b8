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

issues_found as (

    {% for issue in issues %}
    select
        dataset_name,
        trust_date,
        '{{ issue }}' as issue_name,
        {{ issue }}_text as issue_text
    from datasets
    where {{ issue }}_text is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from issues_found
