with

workloads as (select * from {{ ref('int_workloads_daily') }}),

holders_owned as (select * from {{ ref('int_holders_owned') }}),

-- Of the rules of the day the one of lowest priority number wins; equal priorities go by name.
workloads_ranked as (

    select
        workloads.usage_date,
        workloads.namespace,
        workloads.workload,
        holders_owned.owner_id,
        holders_owned.rule_id,
        row_number() over (
            partition by workloads.usage_date, workloads.holder_key
            order by holders_owned.priority, holders_owned.rule_id
        ) as rule_rank
    from workloads
    inner join holders_owned
        on
            workloads.holder_key = holders_owned.holder_key
            and workloads.usage_date >= holders_owned.valid_from_date
            and workloads.usage_date < holders_owned.valid_to_date

),

workloads_owned as (

    select
        usage_date,
        namespace,
        workload,
        owner_id,
        rule_id
    from workloads_ranked
    where rule_rank = 1

)

select * from workloads_owned
