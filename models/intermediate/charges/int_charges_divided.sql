{%- set purchased = {
    'charge_category': "case when is_negation then 'Adjustment' else charge_category end",
    'effective_cost':
        'case when is_commitment_fee then cast(0 as ' ~ type_money() ~ ') else effective_cost end',
} -%}
{%- set unused = {
    'charge_category': "'Usage'",
    'charge_frequency': "'Usage-Based'",
    'commitment_discount_status': "'Unused'",
    'pricing_category': "'Committed'",
    'billed_cost': 'cast(0 as ' ~ type_money() ~ ')',
    'list_cost': 'cast(0 as ' ~ type_money() ~ ')',
    'contracted_cost': 'cast(0 as ' ~ type_money() ~ ')',
    'list_unit_price': 'cast(null as ' ~ type_money() ~ ')',
    'contracted_unit_price': 'cast(null as ' ~ type_money() ~ ')',
    'pricing_quantity': 'cast(null as ' ~ type_quantity() ~ ')',
    'consumed_quantity': 'cast(null as ' ~ type_quantity() ~ ')',
    'commitment_discount_quantity':
        "case when commitment_discount_category = 'Spend'"
        ~ ' then cast(effective_cost as ' ~ type_quantity() ~ ') end',
} -%}

with

charges as (

    select
        *,
        export_format = 'aws_cur'
        and charge_category = 'Purchase'
        and commitment_discount_id is not null as is_commitment_fee,
        export_format = 'aws_cur'
        and charge_category = 'Usage'
        and commitment_discount_id is not null
        and commitment_discount_status is null as is_negation
    from {{ ref('int_charges_categorised') }}

),

-- What takes back the on-demand cost of covered usage is not usage: it has used nothing.
charges_with_fees as (

    select {{ replaced_charge_columns(purchased) }}
    from charges

),

unused_parts as (

    select {{ replaced_charge_columns(unused) }}
    from charges
    where is_commitment_fee and effective_cost <> 0

),

-- AWS writes the fee of a commitment and what nobody used of it in one line, FOCUS in two rows.
charges_and_unused_parts as (

    select {{ charge_columns() }}
    from charges_with_fees
    union all
    select {{ charge_columns() }}
    from unused_parts

)

select * from charges_and_unused_parts
