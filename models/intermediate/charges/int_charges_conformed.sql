{%- set own_currency =
    'coalesce(charges.pricing_currency, charges.billing_currency) = charges.billing_currency' -%}
{%- set completed = {
    'host_provider_name': 'coalesce(charges.host_provider_name, charges.provider_name)',
    'service_category': "coalesce(charges.service_category, 'Other')",
    'service_subcategory': "coalesce(charges.service_subcategory,"
        ~ " 'Other (' || coalesce(charges.service_category, 'Other') || ')')",
    'region_name': 'coalesce(charges.region_name, regions.region_name)',
    'resource_type': 'coalesce(charges.resource_type, '
        ~ resource_type_from_id('charges.resource_id') ~ ')',
    'commitment_discount_unit':
        'coalesce(commitment_units.focus_unit, charges.commitment_discount_unit)',
    'pricing_category': "coalesce(charges.pricing_category,"
        ~ " case when charges.charge_category = 'Purchase' then 'Standard' end)",
    'pricing_unit': 'coalesce(pricing_units.focus_unit, charges.pricing_unit)',
    'consumed_unit': 'coalesce(consumed_units.focus_unit, charges.consumed_unit)',
    'pricing_currency': 'coalesce(charges.pricing_currency, charges.billing_currency)',
} -%}
{%- for name in ['effective_cost', 'list_unit_price', 'contracted_unit_price'] -%}
    {%- do completed.update({
        'pricing_currency_' ~ name: 'coalesce(charges.pricing_currency_' ~ name
            ~ ', case when ' ~ own_currency ~ ' then charges.' ~ name ~ ' end)',
    }) -%}
{%- endfor -%}

{#- What a column says about another is empty where the other is, and a tax has no price. -#}
{%- set is_priced = "charge_category <> 'Tax'" -%}
{%- set is_consumed =
    "charge_category = 'Usage' and coalesce(commitment_discount_status, 'Used') <> 'Unused'" -%}
{%- set is_committed = "charge_category in ('Usage', 'Purchase')"
    ~ " and commitment_discount_id is not null and coalesce(charge_class, '') <> 'Correction'" -%}
{%- set filled_where = {
    'sub_account_id is not null': ['sub_account_name', 'sub_account_type'],
    'region_id is not null': ['region_name'],
    'resource_id is not null': ['resource_name', 'resource_type'],
    'capacity_reservation_id is not null': ['capacity_reservation_status'],
    'commitment_discount_id is not null': [
        'commitment_discount_name', 'commitment_discount_category', 'commitment_discount_type',
        'commitment_discount_status',
    ],
    is_committed ~ ' and commitment_discount_unit is not null': ['commitment_discount_quantity'],
    is_committed ~ ' and commitment_discount_quantity is not null': ['commitment_discount_unit'],
    is_priced: [
        'sku_id', 'pricing_category', 'list_unit_price', 'contracted_unit_price',
        'pricing_currency_list_unit_price', 'pricing_currency_contracted_unit_price',
    ],
    is_priced ~ ' and sku_id is not null': ['sku_meter', 'sku_price_id'],
    is_priced ~ ' and sku_price_id is not null': ['sku_price_details'],
    is_priced ~ ' and pricing_unit is not null': ['pricing_quantity'],
    is_priced ~ ' and pricing_quantity is not null': ['pricing_unit'],
    is_consumed ~ ' and consumed_unit is not null': ['consumed_quantity'],
    is_consumed ~ ' and consumed_quantity is not null': ['consumed_unit'],
} -%}
{%- set conformed = {} -%}
{%- for condition, names in filled_where.items() %}{% for name in names -%}
{%- do conformed.update({name: 'case when ' ~ condition ~ ' then ' ~ name ~ ' end'}) -%}
{%- endfor %}{% endfor -%}

with

charges as (select * from {{ ref('int_charges_divided') }}),

regions as (select * from {{ ref('regions') }}),

unit_names as (select * from {{ ref('unit_names') }}),

charges_completed as (

    select {{ replaced_charge_columns(completed, 'charges') }}
    from charges
    left join regions
        on
            charges.provider_name = regions.provider_name
            and charges.region_id = regions.region_id
    left join unit_names as pricing_units
        on charges.pricing_unit = pricing_units.provider_unit
    left join unit_names as consumed_units
        on charges.consumed_unit = consumed_units.provider_unit
    left join unit_names as commitment_units
        on charges.commitment_discount_unit = commitment_units.provider_unit

),

charges_conformed as (

    select {{ replaced_charge_columns(conformed) }}
    from charges_completed

)

select * from charges_conformed
