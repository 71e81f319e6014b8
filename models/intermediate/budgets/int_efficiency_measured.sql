{%- set families = [ref('int_resource_use_measured'), ref('int_unit_costs_measured')] -%}

with

metrics as (

    {% for family in families %}
    select
        metric_name,
        scope_type,
        scope_id,
        measured_date,
        metric_value,
        evidence_query
    from {{ family }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from metrics
