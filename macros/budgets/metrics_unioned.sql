{# The rows of several models that measure metrics of guardrails, as the body of a CTE. #}
{% macro metrics_unioned(relations) -%}
    {%- for relation in relations -%}
    select
        metric_name,
        scope_type,
        scope_id,
        measured_date,
        metric_value,
        evidence_query
    from {{ relation }}
    {{ 'union all\n    ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
