{%- set key = ['metric_name', 'product', 'cost_name', 'cost_basis'] -%}
{%- set days = var('unit_cost_change_days') -%}
{%- set drifted -%}
select
sum(case when charge_date >= cast({from} as date) then effective_cost else 0 end)
/ sum(case when charge_date >= cast({from} as date) then metric_quantity else 0 end)
/ (sum(case when charge_date < cast({from} as date) then effective_cost else 0 end)
/ sum(case when charge_date < cast({from} as date) then metric_quantity else 0 end)) - 1
from marts.fct_unit_costs_daily
where metric_name = {metric} and product = {product} and cost_name = {cost}
and cost_basis = {basis} and unit_effective_cost is not null
and charge_date between cast({first} as date) and cast({day} as date)
{%- endset -%}

with

unit_costs as (select * from {{ ref('int_unit_costs_daily') }}),

days_with_unit_cost as (

    select
        {% for name in key %}
        {{ name }},
        {% endfor %}
        charge_date,
        cast({{ dbt.dateadd('day', 1 - days, 'charge_date') }} as date) as from_date,
        cast({{ dbt.dateadd('day', 1 - 2 * days, 'charge_date') }} as date) as first_date,
        cast(effective_cost as double) as effective_cost,
        cast(metric_quantity as double) as metric_quantity
    from unit_costs
    where unit_cost is not null

),

-- Weeks against the weeks before them, as ratios of sums: a day has its own noise.
unit_costs_compared as (

    select
        {% for name in key %}
        newest.{{ name }},
        {% endfor %}
        newest.charge_date,
        newest.from_date,
        newest.first_date,
        {% for column in ['effective_cost', 'metric_quantity'] %}
        sum(case when spanned.charge_date >= newest.from_date then spanned.{{ column }} else 0 end)
            as {{ column }},
        sum(case when spanned.charge_date < newest.from_date then spanned.{{ column }} else 0 end)
            as {{ column }}_before,
        {% endfor %}
        min(spanned.charge_date) as begun_date
    from days_with_unit_cost as newest
    inner join days_with_unit_cost as spanned
        on
            {{ same_unit_cost('newest', 'spanned') }}
            and spanned.charge_date between newest.first_date and newest.charge_date
    group by all

),

measured as (

    select
        'unit_cost_drift' as metric_name,
        'unit_cost' as scope_type,
        concat_ws('/', {{ key | join(', ') }}) as scope_id,
        charge_date as measured_date,
        {{ metric_value(
            'effective_cost / metric_quantity / (effective_cost_before / metric_quantity_before) - 1'
        ) }} as metric_value,
        {{ evidence_query(drifted, {
            'metric': 'metric_name', 'product': 'product', 'cost': 'cost_name',
            'basis': 'cost_basis', 'from': 'from_date', 'first': 'first_date',
            'day': 'charge_date',
        }) }} as evidence_query
    from unit_costs_compared
    where begun_date = first_date and effective_cost_before > 0

)

select * from measured
