with

datasets as (select * from {{ ref('int_datasets_measured') }}),

results as (select * from {{ ref('stg_trust_history__test_results') }}),

-- Of runs that saw the same day the last one counts. How old a feed is, is measured source by
-- source: what a monitor says of a table with many sources would blame all of them.
newest_results as (

    select
        test_name,
        relation_name,
        known_date,
        max_by(test_kind, recorded_at) as test_kind,
        max_by(test_status, recorded_at) as test_status
    from results
    where test_status <> 'skipped' and test_kind <> 'freshness_anomaly'
    group by test_name, relation_name, known_date

),

-- A result holds from the day its run knew until the next run, and lapses when none comes. The
-- first holds for the days before it, too: it has seen them.
results_with_interval as (

    select
        test_name,
        relation_name,
        known_date,
        case
            when test_status in ('fail', 'warn') and test_kind like '%_anomaly' then 'anomaly'
            when test_status in ('fail', 'error') then 'failed'
            when test_status = 'warn' then 'warned'
        end as finding,
        lag(known_date) over (
            partition by test_name, relation_name order by known_date
        ) as previous_date,
        least(
            coalesce(
                lead(known_date) over (
                    partition by test_name, relation_name order by known_date
                ),
                {{ far_future() }}
            ),
            cast({{ dbt.dateadd('day', var('test_result_days'), 'known_date') }} as date)
        ) as valid_to_date
    from newest_results

),

datasets_tested as (

    select
        datasets.dataset_name,
        datasets.trust_date,
        {% for finding in ['failed', 'warned', 'anomaly'] %}
        count(case when results.finding = '{{ finding }}' then 1 end) as {{ finding }}_test_count,
        nullif({{ sorted_text_list(
            "case when results.finding = '" ~ finding ~ "' then results.test_name end", ', '
        ) }}, '') as {{ finding }}_text,
        {% endfor %}
        count(*) as test_count
    from datasets
    inner join results_with_interval as results
        on
            datasets.relation_name = results.relation_name
            and datasets.trust_date < results.valid_to_date
            and (
                datasets.trust_date >= results.known_date
                or results.previous_date is null
            )
    group by datasets.dataset_name, datasets.trust_date

)

select * from datasets_tested
