{%- set one_time = "charge_category = 'Purchase' and charge_frequency = 'One-Time'" -%}
{%- set replaced = {
    'export_format': "'focus'",
    'charge_frequency':
        "case when lower(charge_frequency) = 'usage-based' then 'Usage-Based'"
        ~ ' else charge_frequency end',
    'commitment_payment_option': 'cast(null as ' ~ dbt.type_string() ~ ')',
    'commitment_term_start': 'case when ' ~ one_time ~ ' then charge_period_start end',
    'commitment_term_end': 'case when ' ~ one_time ~ ' then charge_period_end end',
    'is_list_priced': 'coalesce(list_unit_price, list_cost) is not null',
    'billed_cost': 'coalesce(billed_cost, 0)',
    'effective_cost': 'coalesce(effective_cost, billed_cost, 0)',
    'list_cost': 'coalesce(list_cost, contracted_cost, billed_cost, 0)',
    'contracted_cost': 'coalesce(contracted_cost, list_cost, billed_cost, 0)',
    'commitment_covered_cost': 'cast(null as ' ~ type_money() ~ ')',
    'tag_team': tag_value('tags', 'team', 'focus'),
    'tag_environment': tag_value('tags', 'environment', 'focus'),
    'tag_service': tag_value('tags', 'service', 'focus'),
    'tag_cost_center': tag_value('tags', 'cost_center', 'focus'),
} -%}

with

staged as (select * from {{ ref('stg_focus__charges') }}),

-- FOCUS says which costs must be filled, but real exports leave some empty: the nearest cost stands
-- in, and the unit price stays null to show it. Oracle writes "Usage-based". What is paid once is
-- paid for its charge period, the term; what recurs does not say how often.
charges as (

    select
        is_booked,
        is_reposted,
        {{ replaced_charge_columns(replaced) }}
    from staged

)

select * from charges
