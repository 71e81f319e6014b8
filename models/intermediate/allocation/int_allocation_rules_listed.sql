with

ownership_rules as (select * from {{ ref('ownership_rules') }}),

split_policies as (select * from {{ ref('split_policies') }}),

spread_policies as (select * from {{ ref('spread_policies') }}),

rules as (

    select
        'own' as hop_name,
        rule_id,
        priority,
        reason,
        valid_from_date,
        valid_to_date
    from ownership_rules
    union all
    select
        'split' as hop_name,
        split_id as rule_id,
        cast(null as bigint) as priority,
        reason,
        valid_from_date,
        valid_to_date
    from split_policies
    union all
    select
        'spread' as hop_name,
        policy_id as rule_id,
        priority,
        reason,
        valid_from_date,
        valid_to_date
    from spread_policies
    union all
    select
        'own' as hop_name,
        'conflict' as rule_id,
        cast(null as bigint) as priority,
        'Rules of one priority give it to several owners' as reason,
        cast('{{ var("calendar_start_date") }}' as date) as valid_from_date,
        cast(null as date) as valid_to_date
    union all
    select
        'own' as hop_name,
        'no_rule' as rule_id,
        cast(null as bigint) as priority,
        'No rule was valid on the day' as reason,
        cast('{{ var("calendar_start_date") }}' as date) as valid_from_date,
        cast(null as date) as valid_to_date
    union all
    select
        'platform' as hop_name,
        'metered_usage' as rule_id,
        cast(null as bigint) as priority,
        'A platform costs its users what they were metered' as reason,
        cast('{{ var("calendar_start_date") }}' as date) as valid_from_date,
        cast(null as date) as valid_to_date

)

select * from rules
