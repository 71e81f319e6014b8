{%- set unallocated -%}
select sum(case when owner_id = 'unallocated' then effective_cost else 0 end) / sum(effective_cost)
from marts.fct_allocated_costs_daily
where charge_date between cast({from} as date) and cast({day} as date)
{%- endset -%}
{%- set tagged -%}
select sum(owner_named_effective_cost) / sum(effective_cost)
from marts.fct_tag_coverage_monthly
where attribute_name = 'tag_team' and source_name = {source} and billing_month = cast({month} as date)
{%- endset -%}

with

costs as (select * from {{ ref('int_allocated_costs_classed_daily') }}),

tags as (select * from {{ ref('int_tags_covered') }}),

costs_daily as (

    select
        charge_date,
        sum(effective_cost) as effective_cost,
        sum(case when owner_id = 'unallocated' then effective_cost else 0 end)
            as unallocated_effective_cost
    from costs
    group by charge_date

),

-- Fees fall due on single days, so a day alone would say little.
costs_of_month as (

    select
        newest.charge_date,
        min(costs_daily.charge_date) as from_date,
        cast(sum(costs_daily.effective_cost) as double) as effective_cost,
        cast(sum(costs_daily.unallocated_effective_cost) as double)
            as unallocated_effective_cost
    from costs_daily as newest
    inner join costs_daily
        on
            newest.charge_date >= costs_daily.charge_date
            and costs_daily.charge_date
            > cast({{ dbt.dateadd('day', -30, 'newest.charge_date') }} as date)
    group by newest.charge_date
    having sum(costs_daily.effective_cost) > 0

),

last_days as (

    select max(charge_date) as charge_date
    from costs_daily
    group by {{ month_of('charge_date') }}

),

tags_monthly as (

    select
        last_days.charge_date,
        tags.billing_month,
        tags.source_name,
        cast(sum(tags.effective_cost) as double) as effective_cost,
        cast(sum(tags.owner_named_effective_cost) as double) as owner_named_effective_cost
    from tags
    inner join last_days
        on tags.billing_month = {{ month_of('last_days.charge_date') }}
    where tags.attribute_name = 'tag_team'
    group by last_days.charge_date, tags.billing_month, tags.source_name
    having sum(tags.effective_cost) > 0

),

measured as (

    select
        'unallocated_share' as metric_name,
        'company' as scope_type,
        'company' as scope_id,
        charge_date as measured_date,
        {{ metric_value('unallocated_effective_cost / effective_cost') }} as metric_value,
        {{ evidence_query(unallocated, {'from': 'from_date', 'day': 'charge_date'}) }}
            as evidence_query
    from costs_of_month
    union all
    select
        'tag_coverage' as metric_name,
        'source' as scope_type,
        source_name as scope_id,
        charge_date as measured_date,
        {{ metric_value('owner_named_effective_cost / effective_cost') }} as metric_value,
        {{ evidence_query(tagged, {'source': 'source_name', 'month': 'billing_month'}) }}
            as evidence_query
    from tags_monthly

)

select * from measured
