{%- set key = ['metric_name', 'product', 'cost_name', 'cost_basis'] -%}
{%- set order = 'partition by ' ~ key | join(', ') ~ ' order by charge_date' -%}
with

unit_costs as (select * from {{ ref('int_unit_costs_daily') }}),

unit_costs_with_before as (

    select
        *,
        {% for days in [1, 2, 3] %}
        {% for name in ['effective_cost', 'metric_quantity'] %}
        lag({{ name }}, {{ days }}) over ({{ order }}) as {{ name }}_{{ days }},
        {% endfor %}
        {% endfor %}
        row_number() over ({{ order }}) as day_number
    from unit_costs
    where unit_cost is not null

),

-- How cost moved with units from one day to another: what a unit more costs while the rest stays.
slopes as (

    {% for days in [1, 2, 3] %}
    select
        {{ key | join(', ') }},
        charge_date,
        cast(effective_cost - effective_cost_{{ days }} as double) * units_per_unit_count
        / cast(metric_quantity - metric_quantity_{{ days }} as double) as slope
    from unit_costs_with_before
    where metric_quantity <> metric_quantity_{{ days }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- The median of slopes is what neither a spike nor a fee of one day moves (Theil, 1950; Sen, 1968).
responses as (

    select
        {% for name in key %}
        unit_costs.{{ name }},
        {% endfor %}
        unit_costs.charge_date,
        median(slopes.slope) as marginal_cost
    from unit_costs_with_before as unit_costs
    inner join slopes
        on
            {{ same_unit_cost('unit_costs', 'slopes') }}
            and unit_costs.charge_date >= slopes.charge_date
            and {{ days_between('slopes.charge_date', 'unit_costs.charge_date') }}
            < {{ var('unit_cost_response_days') }}
    group by
        {% for name in key %}
        unit_costs.{{ name }},
        {% endfor %}
        unit_costs.charge_date
    having count(*) >= {{ var('unit_cost_response_days') }}

)

select * from responses
