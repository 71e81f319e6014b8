{%- set unused = {
    'charge_category': "'Usage'",
    'charge_frequency': "'Usage-Based'",
    'commitment_discount_status': "'Unused'",
    'pricing_category': "'Committed'",
    'billed_cost': 'cast(0 as ' ~ type_money() ~ ')',
    'effective_cost': 'effective_cost',
    'list_cost': 'cast(0 as ' ~ type_money() ~ ')',
    'contracted_cost': 'cast(0 as ' ~ type_money() ~ ')',
    'commitment_covered_cost': 'cast(null as ' ~ type_money() ~ ')',
    'list_unit_price': 'cast(null as ' ~ type_money() ~ ')',
    'contracted_unit_price': 'cast(null as ' ~ type_money() ~ ')',
    'pricing_quantity': 'cast(null as ' ~ type_quantity() ~ ')',
    'consumed_quantity': 'cast(null as ' ~ type_quantity() ~ ')',
    'commitment_discount_quantity':
        "case when commitment_discount_category = 'Spend'"
        ~ ' then cast(effective_cost as ' ~ type_quantity() ~ ') end',
} -%}
{%- set fee = {
    'charge_category': "case when is_negation then 'Adjustment' else charge_category end",
    'effective_cost':
        'case when is_commitment_fee then cast(0 as ' ~ type_money() ~ ') else effective_cost end',
} -%}
{%- set divided = {} -%}
{%- for name, value in unused.items() -%}
{%- do divided.update({
    name: 'case when is_unused_part then ' ~ value ~ ' else ' ~ fee.get(name, name) ~ ' end',
}) -%}
{%- endfor -%}

with

charges as (

    select
        *,
        export_format <> 'focus'
        and charge_category = 'Purchase'
        and commitment_discount_id is not null as is_commitment_fee,
        -- What takes back the on-demand cost of covered usage has used nothing: it is no usage.
        export_format = 'aws_cur'
        and charge_category = 'Usage'
        and commitment_discount_id is not null
        and commitment_discount_status is null as is_negation
    from {{ ref('int_charges_categorised') }}

),

charge_parts as (

    select
        1 as part_count,
        false as is_unused_part
    union all
    select
        2 as part_count,
        false as is_unused_part
    union all
    select
        2 as part_count,
        true as is_unused_part

),

-- A native export has the fee of a commitment and what nobody used of it in one line, FOCUS in two
-- rows. A join and no union: lines are read once, and none of them waits for another.
charges_divided as (

    select {{ replaced_charge_columns(divided) }}
    from charges
    inner join charge_parts
        on
            charge_parts.part_count
            = case when charges.is_commitment_fee and charges.effective_cost <> 0 then 2 else 1 end

)

select * from charges_divided
