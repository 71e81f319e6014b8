with

lines as (select * from {{ ref('int_budget_lines_converted') }}),

versions as (

    select
        budget_version,
        version_kind,
        budget_month,
        min(approved_at) as approved_at
    from lines
    group by budget_version, version_kind, budget_month

),

-- A transfer amends the version that was in force for its month when the transfer was approved.
versions_amended as (

    select
        versions.budget_version,
        versions.version_kind,
        versions.budget_month,
        versions.approved_at,
        case
            when versions.version_kind = 'transfer'
                then {{ value_of_largest('amended.budget_version', 'amended.approved_at') }}
            else versions.budget_version
        end as amended_budget_version
    from versions
    left join versions as amended
        on
            versions.version_kind = 'transfer'
            and amended.version_kind <> 'transfer'
            and versions.budget_month = amended.budget_month
            and versions.approved_at >= amended.approved_at
    group by
        versions.budget_version, versions.version_kind, versions.budget_month, versions.approved_at

)

select * from versions_amended
