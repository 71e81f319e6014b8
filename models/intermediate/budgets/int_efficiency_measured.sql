{%- set families = [ref('int_resource_use_measured'), ref('int_unit_costs_measured')] -%}

with

metrics as (

    {{ metrics_unioned(families) }}

)

select * from metrics
