with

owned as (select * from {{ ref('int_owned_costs_classed_daily') }}),

allocated as (select * from {{ ref('int_allocated_costs_classed_daily') }}),

cost_bases as (select * from {{ ref('budget_cost_bases') }}),

parts as (

    select
        charge_date,
        owner_id,
        account_class,
        reporting_currency,
        effective_cost as owned_effective_cost,
        0 as allocated_effective_cost,
        0 as committed_billed_cost
    from owned
    union all
    select
        charge_date,
        owner_id,
        account_class,
        reporting_currency,
        0 as owned_effective_cost,
        effective_cost as allocated_effective_cost,
        committed_billed_cost
    from allocated

),

costs_daily as (

    select
        parts.charge_date,
        parts.owner_id,
        parts.account_class,
        parts.reporting_currency,
        cost_bases.cost_basis,
        cast(
            sum(
                case
                    when cost_bases.cost_basis = 'allocated' then parts.allocated_effective_cost
                    else parts.owned_effective_cost
                end
            ) as {{ type_money() }}
        ) as effective_cost,
        cast(sum(parts.allocated_effective_cost) as {{ type_money() }})
            as allocated_effective_cost,
        cast(sum(parts.committed_billed_cost) as {{ type_money() }}) as committed_billed_cost
    from parts
    inner join cost_bases
        on
            parts.charge_date >= cost_bases.valid_from_date
            and parts.charge_date < coalesce(cost_bases.valid_to_date, {{ far_future() }})
    group by all

)

select * from costs_daily
