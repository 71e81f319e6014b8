-- What stands below those whom nobody stands above is all that is allocated, by the hierarchy of
-- the day as well as by that of the newest day: a reorganisation neither loses nor doubles a cost.
with

costs as (

    select
        charge_date,
        owner_id,
        reporting_currency,
        sum(effective_cost) as effective_cost
    from {{ ref('fct_allocated_costs_daily') }}
    group by charge_date, owner_id, reporting_currency

),

roots as (

    select
        ancestors.owner_id,
        ancestors.valid_from_date,
        coalesce(ancestors.valid_to_date, {{ far_future() }}) as valid_to_date
    from {{ ref('dim_owner_ancestors') }} as ancestors
    left join {{ ref('dim_owners') }} as owners
        on ancestors.ancestor_owner_id = owners.owner_id and owners.parent_owner_id is not null
    where owners.owner_id is null

),

hierarchies as (

    select 'of the day' as hierarchy
    union all
    select 'of the newest day' as hierarchy

),

held as (

    select
        'of the day' as hierarchy,
        costs.reporting_currency,
        costs.effective_cost
    from costs
    inner join roots
        on
            costs.owner_id = roots.owner_id
            and costs.charge_date >= roots.valid_from_date
            and costs.charge_date < roots.valid_to_date
    union all
    select
        'of the newest day' as hierarchy,
        costs.reporting_currency,
        costs.effective_cost
    from costs
    inner join roots
        on costs.owner_id = roots.owner_id and roots.valid_to_date = {{ far_future() }}
    union all
    select
        hierarchies.hierarchy,
        costs.reporting_currency,
        -costs.effective_cost as effective_cost
    from costs
    cross join hierarchies

)

select
    hierarchy,
    reporting_currency,
    sum(effective_cost) as effective_cost
from held
group by hierarchy, reporting_currency
having sum(effective_cost) <> 0
