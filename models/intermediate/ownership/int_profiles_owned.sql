with

rules_matched as (select * from {{ ref('int_ownership_rules_matched') }}),

-- The days on which the answer for a profile may change.
boundaries as (

    select
        attribute_profile_key,
        valid_from_date as boundary_date
    from rules_matched
    union
    select
        attribute_profile_key,
        valid_to_date as boundary_date
    from rules_matched

),

intervals as (

    select
        attribute_profile_key,
        boundary_date as valid_from_date,
        lead(boundary_date) over (partition by attribute_profile_key order by boundary_date)
            as valid_to_date
    from boundaries

),

-- In each interval the rule of lowest priority number wins; equal priorities go by name.
owners_ranked as (

    select
        intervals.attribute_profile_key,
        intervals.valid_from_date,
        intervals.valid_to_date,
        rules_matched.owner_id,
        rules_matched.rule_id,
        row_number() over (
            partition by intervals.attribute_profile_key, intervals.valid_from_date
            order by rules_matched.priority, rules_matched.rule_id
        ) as rule_rank
    from intervals
    inner join rules_matched
        on
            intervals.attribute_profile_key = rules_matched.attribute_profile_key
            and intervals.valid_from_date >= rules_matched.valid_from_date
            and intervals.valid_to_date <= rules_matched.valid_to_date

),

profiles_owned as (

    select
        attribute_profile_key,
        valid_from_date,
        valid_to_date,
        owner_id,
        rule_id
    from owners_ranked
    where rule_rank = 1

)

select * from profiles_owned
