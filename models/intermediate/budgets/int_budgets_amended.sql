with

lines as (select * from {{ ref('int_budget_lines_converted') }}),

versions as (select * from {{ ref('int_budget_versions_monthly') }}),

lines_counted as (

    select
        versions.amended_budget_version as budget_version,
        lines.version_kind = 'transfer' as is_transfer,
        lines.owner_id,
        lines.account_class,
        lines.budget_month,
        lines.reporting_currency,
        lines.approved_by,
        lines.approved_at,
        lines.budget_cost
    from lines
    inner join versions
        on
            lines.budget_version = versions.budget_version
            and lines.budget_month = versions.budget_month
    where versions.amended_budget_version is not null

),

-- What an owner was given by transfers alone is approved by them.
budgets as (

    {% for account_class in ['account_class', "'all'"] %}
    select
        budget_version,
        owner_id,
        {{ account_class }} as account_class,
        budget_month,
        reporting_currency,
        coalesce(
            max(case when not is_transfer then approved_by end),
            case when min(cast(is_transfer as int)) = 1 then min(approved_by) end
        ) as approved_by,
        coalesce(
            max(case when not is_transfer then approved_at end),
            case when min(cast(is_transfer as int)) = 1 then min(approved_at) end
        ) as approved_at,
        cast(sum(case when is_transfer then 0 else budget_cost end) as {{ type_money() }})
            as planned_budget_cost,
        cast(sum(case when is_transfer then budget_cost else 0 end) as {{ type_money() }})
            as transferred_budget_cost,
        cast(sum(budget_cost) as {{ type_money() }}) as budget_cost
    from lines_counted
    {{ 'where account_class is not null' if loop.first }}
    group by
        budget_version, owner_id, {{ account_class }}, budget_month, reporting_currency
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from budgets
