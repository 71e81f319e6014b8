{#
    The columns that files of a delivery have, lack, or have in another type than those of the delivery
    before. The landing view tells nothing of it: it has every declared column, whatever is delivered.

    landed: the source that the model reads.
#}
{% test schema_stable(model, landed) %}

{{ config(severity='warn') }}
{%- set newest_date = newest_delivery_date() -%}
{%- if elementary_is_on() -%}
    {{ elementary.test_schema_changes(model) }}
{%- else -%}
    {%- if newest_date is not none -%}
        {%- set first_date = newest_date - modules.datetime.timedelta(days=var('monitored_days')) -%}
        {%- for change in changed_columns(landed.identifier, first_date) %}
select
    '{{ landed.identifier }}' as table_name,
    cast({{ delivered_at("'" ~ change.delivery ~ "'") }} as date) as monitored_date,
    '{{ change.source_name }}, {{ change.billing_period }}, {{ change.column }}' as group_name,
    '{{ change.observed or "absent" }}' as observed,
    '{{ change.expected or "absent" }}' as expected,
    'a column of the files of a delivery is not as it was in the one before' as reason
union all
        {%- endfor %}
    {%- endif %}
{{ no_monitored_rows() }}
{%- endif -%}

{% endtest %}
