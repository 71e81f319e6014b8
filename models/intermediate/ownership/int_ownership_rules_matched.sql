with

attribute_profiles as (select * from {{ ref('int_attribute_profiles') }}),

attribute_values as (select * from {{ ref('int_attribute_values') }}),

attribute_owners as (select * from {{ ref('int_attribute_owners') }}),

rules as (select * from {{ ref('ownership_rules') }}),

conditions as (select * from {{ ref('ownership_rule_conditions') }}),

-- Each condition of each rule, asked about each profile.
conditions_asked as (

    select
        attribute_profiles.attribute_profile_key,
        conditions.rule_id,
        case conditions.comparison
            when 'is_present' then attribute_values.attribute_value is not null
            when 'is_absent' then attribute_values.attribute_value is null
            when 'equals' then attribute_values.attribute_value = lower(conditions.match_value)
            when 'starts_with'
                then
                    attribute_values.attribute_value
                    like concat(lower(conditions.match_value), '%')
        end as is_met
    from attribute_profiles
    cross join conditions
    left join attribute_values
        on
            attribute_profiles.attribute_profile_key = attribute_values.attribute_profile_key
            and conditions.attribute_name = attribute_values.attribute_name

),

rules_refused as (

    select
        attribute_profile_key,
        rule_id
    from conditions_asked
    where not coalesce(is_met, false)
    group by attribute_profile_key, rule_id

),

-- A rule matches when all its conditions are met, and the owner that an attribute names is one.
rules_matched as (

    select
        attribute_profiles.attribute_profile_key,
        rules.rule_id,
        rules.priority,
        rules.valid_from_date,
        coalesce(rules.valid_to_date, {{ far_future() }}) as valid_to_date,
        coalesce(rules.owner_id, attribute_owners.owner_id) as owner_id
    from attribute_profiles
    cross join rules
    left join rules_refused
        on
            attribute_profiles.attribute_profile_key = rules_refused.attribute_profile_key
            and rules.rule_id = rules_refused.rule_id
    left join attribute_values
        on
            attribute_profiles.attribute_profile_key = attribute_values.attribute_profile_key
            and rules.owner_attribute = attribute_values.attribute_name
    left join attribute_owners
        on
            attribute_values.attribute_name = attribute_owners.attribute_name
            and attribute_values.attribute_value = attribute_owners.attribute_value
    where
        rules_refused.rule_id is null
        and coalesce(rules.owner_id, attribute_owners.owner_id) is not null

)

select * from rules_matched
