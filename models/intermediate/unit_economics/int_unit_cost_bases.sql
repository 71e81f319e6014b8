{%- set key = ['metric_name', 'product', 'cost_name', 'cost_basis'] -%}
{%- set chosen_month = var('unit_cost_base_month') -%}
{%- set base_month = "cast('" ~ chosen_month ~ "-01' as date)" if chosen_month else 'base_month' -%}
with

unit_costs as (select * from {{ ref('int_unit_costs_daily') }}),

costs_monthly as (

    select
        {{ key | join(', ') }},
        {{ month_of('charge_date') }} as base_month,
        max(units_per_unit_count) as units_per_unit_count,
        sum(effective_cost) as effective_cost,
        sum(metric_quantity) as metric_quantity,
        count(unit_cost) as day_count,
        max(
            cast({{ dbt.dateadd('month', 1, month_of('charge_date')) }} as date)
        ) as next_month
    from unit_costs
    group by {{ key | join(', ') }}, {{ month_of('charge_date') }}

),

-- A month is whole if each of its days has a unit cost.
months_ranked as (

    select
        *,
        row_number() over (partition by {{ key | join(', ') }} order by base_month) as month_rank
    from costs_monthly
    where
        day_count = {{ days_between('base_month', 'next_month') }}
        and base_month = {{ base_month }}

),

bases as (

    select
        {{ key | join(', ') }},
        base_month,
        cast(effective_cost as double) * units_per_unit_count / cast(metric_quantity as double)
            as base_unit_cost
    from months_ranked
    where month_rank = 1

)

select * from bases
