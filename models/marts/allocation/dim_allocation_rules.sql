with

rules as (select * from {{ ref('int_allocation_rules_listed') }}),

described_rules as (

    select
        rule_id,
        hop_name,
        priority,
        reason,
        valid_from_date,
        valid_to_date
    from rules

)

select * from described_rules
