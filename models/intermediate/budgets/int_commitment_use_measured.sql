{%- set evidence -%}
from marts.fct_commitments_daily
where programme_id = {programme} and charge_date = cast({day} as date)
{%- endset -%}
{%- set values = {'programme': 'programme_id', 'day': 'charge_date'} -%}

with

commitments as (select * from {{ ref('int_commitments_daily') }}),

periods as (select * from {{ ref('int_forecast_periods') }}),

-- Bills still add usage to their newest days, which say nothing yet. Eligible cost is that of the
-- programme, so each of its commitments has all of it.
programmes as (

    select
        commitments.charge_date,
        commitments.programme_id,
        cast(sum(commitments.used_cost) as double) as used_cost,
        cast(sum(commitments.amortised_cost) as double) as amortised_cost,
        cast(sum(commitments.covered_cost) as double) as covered_cost,
        cast(max(commitments.eligible_cost) as double) as eligible_cost
    from commitments
    inner join periods
        on
            periods.period_name = 'month'
            and commitments.charge_date <= periods.as_of_date
    where commitments.programme_id is not null
    group by commitments.charge_date, commitments.programme_id

),

measured as (

    select
        'commitment_utilisation' as metric_name,
        'programme' as scope_type,
        programme_id as scope_id,
        charge_date as measured_date,
        {{ metric_value('used_cost / amortised_cost') }} as metric_value,
        {{ evidence_query('select sum(used_cost) / sum(amortised_cost) ' ~ evidence, values) }}
            as evidence_query
    from programmes
    where amortised_cost > 0
    union all
    select
        'commitment_coverage' as metric_name,
        'programme' as scope_type,
        programme_id as scope_id,
        charge_date as measured_date,
        {{ metric_value('covered_cost / eligible_cost') }} as metric_value,
        {{ evidence_query('select sum(covered_cost) / max(eligible_cost) ' ~ evidence, values) }}
            as evidence_query
    from programmes
    where eligible_cost > 0

)

select * from measured
