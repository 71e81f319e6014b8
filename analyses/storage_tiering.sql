{#- Question, method and decision: docs/analyses/storage_tiering.md -#}
{%- set days_without_access = [180, 90, 30] -%}

with

storage as (select * from {{ ref('fct_storage_costs_daily') }}),

newest_days as (select max(charge_date) as last_charge_date from storage),

recent as (

    select storage.*
    from storage
    inner join newest_days
        on storage.charge_date > {{ dbt.dateadd('day', -30, 'newest_days.last_charge_date') }}
    where storage.is_metered

),

-- What a GiB costs where it lies, and in the cheapest class that the company already uses.
classes as (

    select
        storage_class,
        cast(sum(bytes_effective_cost) as double) / cast(sum(size_gib) as double)
            as bytes_effective_cost_per_gib_day
    from recent
    group by storage_class
    having sum(size_gib) > 0 and sum(bytes_effective_cost) > 0

),

cheaper as (

    select min(bytes_effective_cost_per_gib_day) as bytes_effective_cost_per_gib_day
    from classes

),

storage_tiering as (

    select
        recent.owner_id,
        recent.reporting_currency,
        {% for days in days_without_access %}
        round(sum(
            case
                when recent.days_since_access_count >= {{ days }}
                    then
                        cast(recent.bytes_effective_cost as double)
                        * (
                            1
                            - cheaper.bytes_effective_cost_per_gib_day
                            / classes.bytes_effective_cost_per_gib_day
                        )
                else 0
            end
        ), 0) as monthly_saving_if_unread_{{ days }}_days{{ ',' if not loop.last }}
        {% endfor %}
    from recent
    inner join classes
        on recent.storage_class = classes.storage_class
    cross join cheaper
    group by recent.owner_id, recent.reporting_currency

)

select * from storage_tiering
where monthly_saving_if_unread_30_days > 0
order by monthly_saving_if_unread_90_days desc, owner_id asc
