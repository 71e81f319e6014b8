with

attribute_profiles as (select * from {{ ref('int_attribute_profiles') }}),

attribute_values as (select * from {{ ref('int_attribute_values') }}),

rules as (select * from {{ ref('ownership_rules') }}),

conditions as (select * from {{ ref('ownership_rule_conditions') }}),

rules_with_condition_count as (

    select
        rules.rule_id,
        rules.priority,
        rules.valid_from_date,
        coalesce(rules.valid_to_date, {{ far_future() }}) as valid_to_date,
        rules.owner_id,
        rules.owner_attribute,
        count(conditions.rule_id) as condition_count
    from rules
    left join conditions
        on rules.rule_id = conditions.rule_id
    group by all

),

conditions_met as (

    select
        attribute_values.attribute_profile_key,
        conditions.rule_id,
        count(*) as met_count
    from attribute_values
    inner join conditions
        on
            attribute_values.attribute_name = conditions.attribute_name
            and (
                conditions.comparison = 'is_present'
                or (
                    conditions.comparison = 'equals'
                    and attribute_values.attribute_value = lower(conditions.match_value)
                )
                or (
                    conditions.comparison = 'starts_with'
                    and attribute_values.attribute_value
                    like concat(lower(conditions.match_value), '%')
                )
            )
    group by attribute_values.attribute_profile_key, conditions.rule_id

),

-- A rule matches when all its conditions are met; a rule without conditions matches every profile.
rules_matched as (

    select
        attribute_profiles.attribute_profile_key,
        rules_with_condition_count.rule_id,
        rules_with_condition_count.priority,
        rules_with_condition_count.valid_from_date,
        rules_with_condition_count.valid_to_date,
        coalesce(rules_with_condition_count.owner_id, attribute_values.attribute_value) as owner_id
    from attribute_profiles
    cross join rules_with_condition_count
    left join conditions_met
        on
            attribute_profiles.attribute_profile_key = conditions_met.attribute_profile_key
            and rules_with_condition_count.rule_id = conditions_met.rule_id
    left join attribute_values
        on
            attribute_profiles.attribute_profile_key = attribute_values.attribute_profile_key
            and rules_with_condition_count.owner_attribute = attribute_values.attribute_name
    where coalesce(conditions_met.met_count, 0) = rules_with_condition_count.condition_count

)

select * from rules_matched
