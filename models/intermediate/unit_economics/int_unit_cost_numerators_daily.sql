{%- set key = ['metric_name', 'product', 'cost_name', 'cost_basis'] -%}
with

costs as (select * from {{ ref('int_unit_costs_sourced') }}),

followed as (select * from {{ ref('unit_cost_metrics') }}),

ancestors as (select * from {{ ref('int_forecast_ancestors') }}),

cost_classes as (select * from {{ ref('forecast_cost_classes') }}),

-- The cost of an owner is that of all who stand below it, too.
numerators as (

    select
        {% for name in key %}
        followed.{{ name }},
        {% endfor %}
        followed.provider_name,
        followed.engine,
        ancestors.owner_id
    from followed
    inner join ancestors
        on followed.owner_id = ancestors.ancestor_owner_id

),

costs_by_day as (

    select
        {% for name in key %}
        numerators.{{ name }},
        {% endfor %}
        costs.charge_date,
        {{ month_of('costs.charge_date') }} as billing_month,
        sum(
            case when cost_classes.method = 'statistical' then costs.effective_cost else 0 end
        ) as daily_cost,
        sum(
            case when cost_classes.method = 'statistical' then 0 else costs.effective_cost end
        ) as monthly_cost
    from costs
    inner join numerators
        on costs.cost_basis = numerators.cost_basis and costs.owner_id = numerators.owner_id
    left join cost_classes
        on costs.cost_type = cost_classes.cost_type
    where
        coalesce(costs.provider_name = numerators.provider_name, numerators.provider_name is null)
        and coalesce(costs.engine = numerators.engine, numerators.engine is null)
    group by all

),

costs_of_month as (

    select
        *,
        cast(
            sum(monthly_cost) over (partition by {{ key | join(', ') }}, billing_month)
            as {{ type_money() }}
        ) as month_cost,
        {{ ratio(
            1, 'count(*) over (partition by ' ~ key | join(', ') ~ ', billing_month)'
        ) }} as day_ratio
    from costs_by_day

),

-- Fees, taxes and credits fall on some day of the month and are of all its days alike.
numerators_daily as (

    select
        {{ key | join(', ') }},
        charge_date,
        cast(
            daily_cost
            + {{ conserved_share(
                'month_cost', 'day_ratio', key + ['billing_month'], ['charge_date']
            ) }}
            as {{ type_money() }}
        ) as effective_cost
    from costs_of_month

)

select * from numerators_daily
