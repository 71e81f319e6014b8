{#
    The view of one landing table: a branch per source that delivers it, because two sources may
    write the same column in two types.

    node: the source node; deliveries, postings: those of its table. A table that keeps its
    deliveries shows all of them, with is_booked (the delivery counts in its own month) and
    is_reposted (it counts, or is taken back, in a later one); others show those that are booked.
    The tests on partition columns are all an engine needs to leave other files unopened.
#}
{% macro landing_view(node, deliveries, postings) %}
    {% set keeps_deliveries = node.meta.get('keeps_deliveries', false) %}
    {% set shown = deliveries if keeps_deliveries else postings %}
    create or replace view landing.{{ node.identifier }} as
    {% for source_name, of_source in shown | groupby('source_name') %}
        {% set booked = [] %}
        {% set reposted = [] %}
        {% for posting in postings if posting.source_name == source_name %}
            {% do (booked if posting.posting_period == posting.billing_period else reposted)
                .append(posting.billing_period ~ '/' ~ posting.delivery) %}
        {% endfor %}
        {% set folder = [var('landing'), source_name, node.identifier] | join('/') %}
        {% set found_types = {} %}
        {% for column in run_query('describe select * from ' ~ scan_parquet(folder)).rows %}
            {% do found_types.update({column[0] | lower: column[1] | lower}) %}
        {% endfor %}
        select
            {% if keeps_deliveries %}
            {{ is_delivery_among(booked) }} as is_booked,
            {{ is_delivery_among(reposted) }} as is_reposted,
            {% endif %}
            {{ landing_columns(
                node, source_name, found_types, of_source | map(attribute='billing_period') | unique
            ) }}
        from {{ scan_parquet(folder) }}
        {% if not keeps_deliveries %}
        where {{ is_delivery_among(booked) }}
        {% elif var('as_of_delivery') is not none %}
        where delivery <= '{{ var("as_of_delivery") }}'
        {% endif %}
        {{ 'union all' if not loop.last }}
    {% else %}
        select
            {% if keeps_deliveries %}
            false as is_booked,
            false as is_reposted,
            {% endif %}
            {{ landing_columns(node, none, {}, []) }}
        from (select 1) as nothing
        where false
    {% endfor %}
{% endmacro %}

{% macro is_delivery_among(paths) -%}
    {%- if paths -%}
        concat(billing_period, '/', delivery) in ('{{ paths | sort | join("', '") }}')
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}

{# The month is a literal per period, not a cast of its text: a cast may fail, and is evaluated only
   after the files of all months have been opened. #}
{% macro landing_columns(node, source_name, found_types, periods) %}
    cast({{ "'" ~ source_name ~ "'" if source_name else 'null' }} as {{ dbt.type_string() }}) as source_name,
    {{ landing_column('delivery', 'string', found_types.get('delivery')) }} as delivery,
    {% if periods %}
    case billing_period
        {% for period in periods %}
        when '{{ period }}' then cast('{{ period }}-01' as date)
        {% endfor %}
    end as billing_month,
    {% else %}
    cast(null as date) as billing_month,
    {% endif %}
    {% for column in node.columns.values() %}
    {% set found_type = found_types.get(column.name) %}
    {% set value = landing_column(column.name, column.data_type, found_type) %}
    {% set value_type = found_type if value == column.name else type_landed(column.data_type) %}
    {% set must_have = source_name and column.config.get('meta', {}).get('never_null') %}
    {% set shown = never_null(value, value_type, node, source_name, column) if must_have else value %}
    {{ shown }}{{ ' as ' ~ column.name if shown != column.name }}{{ ',' if not loop.last }}
    {% endfor %}
{% endmacro %}

{# Files that a provider writes here itself have passed no ingest. One that lacks what each row has
   stops the build, as a value of another type does: else its costs would be missing without a word.
   The error has the type of the value: a wider decimal would be divided again in every line. #}
{% macro never_null(value, value_type, node, source_name, column) -%}
    coalesce({{ value }}, {{ raise_error(
        "concat('" ~ source_name ~ '/' ~ node.identifier ~ "/billing_period=', billing_period,"
        ~ " '/delivery=', delivery, ': a row has no " ~ column.name
        ~ ": deliver the file again with it, or remove the delivery')",
        value_type
    ) }})
{%- endmacro %}
