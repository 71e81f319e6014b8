{%- set families = [
    ref('int_budget_use_measured'),
    ref('int_commitment_use_measured'),
    ref('int_ownership_measured'),
    ref('int_efficiency_measured'),
    ref('int_bills_and_forecasts_measured'),
] -%}

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
