{#
    The last day of which earlier runs have settled what was seen: a run looks only at what comes
    after it. long ago where no alarm is kept. It reads int_anomaly_alarms_kept as the run before left
    it, which no ref can say: that model follows from those which ask.
#}
{% macro anomalies_settled_until() -%}
    {%- set never = "date '1900-01-01'" -%}
    {%- if not execute or flags.FULL_REFRESH -%}
        {{ return(never) }}
    {%- endif -%}
    {%- set node = graph.nodes['model.infra_spend.int_anomaly_alarms_kept'] -%}
    {%- set kept = adapter.get_relation(node.database, node.schema, node.alias) -%}
    {%- set newest = run_query('select max(as_of_date) from ' ~ kept).rows[0][0] if kept -%}
    {%- if newest -%}
        cast({{ dbt.dateadd('day', -var('anomaly_settled_days'), "date '" ~ newest ~ "'") }} as date)
    {%- else -%}
        {{ never }}
    {%- endif -%}
{%- endmacro %}
