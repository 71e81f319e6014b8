with

budgets as (select * from {{ ref('int_budgets_amended') }}),

versions as (select * from {{ ref('int_budget_versions_monthly') }}),

budgets_of_versions as (

    select
        budgets.*,
        versions.version_kind,
        versions.approved_at as version_approved_at
    from budgets
    inner join versions
        on
            budgets.budget_version = versions.budget_version
            and budgets.budget_month = versions.budget_month

),

-- A later version of a month replaces an earlier one for an owner when the owner's budget in it is
-- approved, and with the first approval for owners that are not in it any more.
replaced as (

    select
        budgets.budget_version,
        budgets.owner_id,
        budgets.account_class,
        budgets.budget_month,
        min(
            case
                when own.owner_id is null then later.approved_at
                when own.approved_at > budgets.approved_at then own.approved_at
            end
        ) as replaced_at
    from budgets_of_versions as budgets
    inner join versions as later
        on
            budgets.budget_month = later.budget_month
            and later.version_kind <> 'transfer'
            and budgets.version_approved_at < later.approved_at
    left join budgets as own
        on
            later.budget_version = own.budget_version
            and later.budget_month = own.budget_month
            and budgets.owner_id = own.owner_id
            and budgets.account_class = own.account_class
    group by
        budgets.budget_version, budgets.owner_id, budgets.account_class, budgets.budget_month

),

budgets_in_force as (

    select
        budgets.budget_version,
        budgets.version_kind,
        budgets.owner_id,
        budgets.account_class,
        budgets.budget_month,
        budgets.reporting_currency,
        budgets.approved_by,
        budgets.approved_at,
        cast(budgets.approved_at as date) as in_force_from_date,
        cast(replaced.replaced_at as date) as in_force_to_date,
        budgets.planned_budget_cost,
        budgets.transferred_budget_cost,
        budgets.budget_cost,
        budgets.approved_at is not null and replaced.replaced_at is null as is_current,
        coalesce(cast(budgets.approved_at as date) > budgets.budget_month, true) as is_late
    from budgets_of_versions as budgets
    left join replaced
        on
            budgets.budget_version = replaced.budget_version
            and budgets.owner_id = replaced.owner_id
            and budgets.account_class = replaced.account_class
            and budgets.budget_month = replaced.budget_month

)

select * from budgets_in_force
