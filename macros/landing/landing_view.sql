{#
    The view of one landing table: a branch per source that delivers it, because two sources may
    write the same column in two types. `node` is the source node, `deliveries` those of its table.
#}
{% macro landing_view(node, deliveries) %}
    {% set current = deliveries | selectattr('is_current') | list %}
    {% set source_names = current | map(attribute='source_name') | unique | sort %}
    create or replace view landing.{{ node.identifier }} as
    {% for source_name in source_names %}
        {% set folder = [var('landing'), source_name, node.identifier] | join('/') %}
        {% set found_types = {} %}
        {% for column in run_query('describe select * from ' ~ scan_parquet(folder)).rows %}
            {% do found_types.update({column[0] | lower: column[1] | lower}) %}
        {% endfor %}
        {% set by_period = current | selectattr('source_name', 'equalto', source_name)
            | groupby('billing_period') %}
        {{ landing_branch(
            node, source_name, scan_parquet(folder), found_types, by_period | map('first') | list
        ) }}
        where
        {% for period, of_period in by_period %}
            {{ 'or' if not loop.first }} (
                billing_period = '{{ period }}'
                and delivery in ('{{ of_period | map(attribute='delivery') | join("', '") }}')
            )
        {% endfor %}
        {{ 'union all' if not loop.last }}
    {% else %}
        {{ landing_branch(node, none, '(select 1) as nothing', {}, []) }}
        where false
    {% endfor %}
{% endmacro %}

{# The month is a literal per period, not a cast of its text: a cast may fail, and is evaluated only
   after the files of all months have been opened. #}
{% macro landing_branch(node, source_name, relation, found_types, periods) %}
    select
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
        {{ landing_column(column.name, column.data_type, found_types.get(column.name)) }} as {{ column.name }}
        {{- ',' if not loop.last }}
        {% endfor %}
    from {{ relation }}
{% endmacro %}
