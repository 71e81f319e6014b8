{%- set evidence -%}
from marts.fct_commitments_daily
where programme_id = {programme} and charge_date = cast({day} as date)
{%- endset -%}
{%- set values = {'programme': 'programme_id', 'day': 'charge_date'} -%}

with

commitments as (select * from {{ ref('int_commitments_daily') }}),

-- Eligible cost is that of a programme, so each of its commitments has all of it.
programmes as (

    select
        charge_date,
        programme_id,
        cast(sum(used_cost) as double) as used_cost,
        cast(sum(amortised_cost) as double) as amortised_cost,
        cast(sum(covered_cost) as double) as covered_cost,
        cast(max(eligible_cost) as double) as eligible_cost
    from commitments
    where programme_id is not null
    group by charge_date, programme_id

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
