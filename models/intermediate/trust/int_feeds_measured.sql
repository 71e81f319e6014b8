{%- set days = 30 -%}

with

feeds as (select * from {{ ref('int_feeds_watched') }}),

days_covered as (select * from {{ ref('int_feed_days_covered') }}),

trust_days as (select * from {{ ref('int_trust_days') }}),

slas as (select * from {{ ref('feed_slas') }}),

covered as (

    select
        days_covered.dataset_name,
        trust_days.trust_date,
        cast({{ dbt.dateadd('day', 1 - days, 'trust_days.trust_date') }} as date) as from_date,
        min(days_covered.covered_date) as first_date,
        max(days_covered.covered_date) as newest_date,
        count(
            case
                when
                    days_covered.covered_date
                    > cast({{ dbt.dateadd('day', -days, 'trust_days.trust_date') }} as date)
                    then 1
            end
        ) as covered_count
    from days_covered
    inner join trust_days
        on days_covered.covered_date <= trust_days.trust_date
    group by days_covered.dataset_name, trust_days.trust_date

),

-- Days after the newest are what makes a feed late; days before it that are missing are gaps.
feeds_with_measures as (

    select
        feeds.dataset_name,
        feeds.source_name,
        feeds.table_name,
        feeds.feed_kind,
        covered.trust_date,
        cast({{ days_between('covered.newest_date', 'covered.trust_date') }} as bigint)
            as age_days,
        slas.highest_age_days,
        case
            when feeds.is_continuous and covered.newest_date >= covered.from_date
                then {{ ratio(
                    'covered.covered_count',
                    days_between('greatest(covered.first_date, covered.from_date)', 'covered.newest_date')
                    ~ ' + 1'
                ) }}
        end as completeness_ratio,
        slas.lowest_completeness_ratio
    from feeds
    inner join covered
        on
            feeds.dataset_name = covered.dataset_name
            and coalesce(feeds.retired_date, {{ far_future() }}) > covered.trust_date
    inner join slas
        on
            feeds.sla_name = slas.feed_kind
            and covered.trust_date >= slas.valid_from_date
            and covered.trust_date < coalesce(slas.valid_to_date, {{ far_future() }})

),

feeds_measured as (

    select
        feeds_with_measures.*,
        case
            when feeds_with_measures.age_days > feeds_with_measures.highest_age_days
                then concat(
                        feeds_with_measures.dataset_name,
                        ' is ',
                        feeds_with_measures.age_days,
                        ' days old and may be ',
                        feeds_with_measures.highest_age_days
                    )
        end as late_text,
        case
            when feeds_with_measures.completeness_ratio
                < feeds_with_measures.lowest_completeness_ratio
                then concat(
                        feeds_with_measures.dataset_name, ' lacks ',
                        {{ short_number('1 - completeness_ratio') }}, ' of its last {{ days }} days'
                    )
        end as incomplete_text
    from feeds_with_measures

)

select * from feeds_measured
