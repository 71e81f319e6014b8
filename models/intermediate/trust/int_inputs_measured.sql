with

inputs as (select * from {{ ref('dataset_inputs') }}),

feeds as (select * from {{ ref('int_feeds_measured') }}),

-- What is made of many is as late as the latest of them, held against what that one may be.
inputs_measured as (

    select
        inputs.dataset_name,
        feeds.trust_date,
        {% for measure in ['age_days', 'highest_age_days'] %}
        {{ value_of_largest('feeds.' ~ measure, 'feeds.age_days - feeds.highest_age_days') }}
            as {{ measure }},
        {% endfor %}
        min(feeds.completeness_ratio) as completeness_ratio,
        {% for text in ['late_text', 'incomplete_text'] %}
        nullif({{ sorted_text_list('feeds.' ~ text, ', ') }}, '') as {{ text }},
        {% endfor %}
        max(case when inputs.feed_kind = 'bills' then 1 else 0 end) = 1 as is_of_bills,
        max(case when inputs.feed_kind = 'organisation' then 1 else 0 end) = 1 as is_by_owner
    from inputs
    inner join feeds
        on inputs.feed_kind = feeds.feed_kind
    group by inputs.dataset_name, feeds.trust_date

)

select * from inputs_measured
