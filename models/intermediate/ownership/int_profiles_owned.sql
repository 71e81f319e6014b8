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

-- In each interval the rules of the lowest priority number win. If they give the profile to several
-- owners, it is nobody's until a person decides.
owners_ranked as (

    select
        intervals.attribute_profile_key,
        intervals.valid_from_date,
        intervals.valid_to_date,
        rules_matched.owner_id,
        rules_matched.rule_id,
        rank() over (
            partition by intervals.attribute_profile_key, intervals.valid_from_date
            order by rules_matched.priority
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
        case when min(owner_id) = max(owner_id) then min(owner_id) else 'unallocated' end
            as owner_id,
        case when min(owner_id) = max(owner_id) then min(rule_id) else 'conflict' end as rule_id
    from owners_ranked
    where rule_rank = 1
    group by attribute_profile_key, valid_from_date, valid_to_date

)

select * from profiles_owned
