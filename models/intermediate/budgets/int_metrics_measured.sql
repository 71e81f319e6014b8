{%- set families = [
    ref('int_budget_use_measured'),
    ref('int_commitment_use_measured'),
    ref('int_ownership_measured'),
    ref('int_efficiency_measured'),
    ref('int_bills_and_forecasts_measured'),
] -%}

with

metrics as (

    {{ metrics_unioned(families) }}

)

select * from metrics
