with

costs as (select * from {{ ref('int_storage_costs_split') }}),

-- Meters add up; what is stored stands in the row of each meter.
stored_daily as (

    select
        usage_date as charge_date,
        store,
        resource_id,
        object_prefix,
        storage_class,
        table_name,
        owner_id,
        rule_id,
        reporting_currency,
        {{ each_cost('cast(sum({cost}) as ' ~ type_money() ~ ')') }},
        {% for kind in ['bytes', 'requests', 'other'] %}
        cast(
            sum(case when resource_kind = '{{ kind }}' then effective_cost else 0 end)
            as {{ type_money() }}
        ) as {{ kind }}_effective_cost,
        {% endfor %}
        cast(cast(max(size_bytes) as double) / 1073741824 as {{ type_quantity() }}) as size_gib,
        cast(max(object_count) as bigint) as object_count,
        cast(max(request_count) as bigint) as request_count,
        max(last_accessed_date) as last_accessed_date,
        max(inventory_date) as inventory_date
    from costs
    group by
        usage_date, store, resource_id, object_prefix, storage_class, table_name, owner_id, rule_id,
        reporting_currency

),

costs_daily as (

    select
        charge_date,
        store,
        resource_id,
        object_prefix,
        storage_class,
        table_name,
        owner_id,
        rule_id,
        reporting_currency,
        billed_cost,
        effective_cost,
        list_cost,
        contracted_cost,
        bytes_effective_cost,
        requests_effective_cost,
        other_effective_cost,
        size_gib,
        object_count,
        request_count,
        cast(
            case
                when last_accessed_date <= charge_date
                    then {{ days_between('last_accessed_date', 'charge_date') }}
            end as bigint
        ) as days_since_access_count,
        inventory_date is not null as is_metered,
        inventory_date
    from stored_daily

),

published_costs as (

    {{ with_closed_months('costs_daily') }}

)

select * from published_costs
