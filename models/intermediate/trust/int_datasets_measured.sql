{%- set measures = [
    'age_days', 'highest_age_days', 'completeness_ratio', 'late_text', 'incomplete_text',
] -%}

with

feeds as (select * from {{ ref('int_feeds_measured') }}),

inputs as (select * from {{ ref('int_inputs_measured') }}),

costs as (select * from {{ ref('int_costs_doubted') }}),

findings as (select * from {{ ref('int_data_findings') }}),

findings_by_source as (

    select
        source_name,
        billing_month,
        count(*) as finding_count
    from findings
    group by source_name, billing_month

),

-- What is wrong with bills concerns what is made of them, and what nobody owns what is by owner.
datasets_measured as (

    select
        inputs.dataset_name,
        'mart' as dataset_kind,
        inputs.dataset_name as relation_name,
        inputs.trust_date,
        {% for measure in measures %}
        inputs.{{ measure }},
        {% endfor %}
        case when inputs.is_of_bills then costs.untied_invoice_count else 0 end
            as untied_invoice_count,
        case when inputs.is_of_bills then costs.finding_count else 0 end as finding_count,
        case when inputs.is_of_bills and inputs.is_by_owner then costs.unallocated_ratio end
            as unallocated_ratio,
        costs.highest_unallocated_ratio
    from inputs
    inner join costs
        on inputs.trust_date = costs.trust_date
    union all
    select
        feeds.dataset_name,
        'feed' as dataset_kind,
        feeds.table_name as relation_name,
        feeds.trust_date,
        {% for measure in measures %}
        feeds.{{ measure }},
        {% endfor %}
        0 as untied_invoice_count,
        coalesce(findings_by_source.finding_count, 0) as finding_count,
        cast(null as {{ type_ratio() }}) as unallocated_ratio,
        cast(null as {{ type_ratio() }}) as highest_unallocated_ratio
    from feeds
    left join findings_by_source
        on
            feeds.feed_kind = 'bills'
            and feeds.source_name = findings_by_source.source_name
            and {{ month_of('feeds.trust_date') }} = findings_by_source.billing_month

)

select * from datasets_measured
