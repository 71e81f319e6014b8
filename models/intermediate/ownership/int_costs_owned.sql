with

charges as (select * from {{ ref('int_charges_converted') }}),

profiles_owned as (select * from {{ ref('int_profiles_owned') }}),

environment_names as (select * from {{ ref('environment_names') }}),

costs_owned as (

    select
        charges.billing_month,
        charges.charge_date,
        charges.original_charge_date,
        coalesce(profiles_owned.owner_id, 'unallocated') as owner_id,
        coalesce(profiles_owned.rule_id, 'no_rule') as rule_id,
        charges.provider_name,
        charges.billing_account_id,
        charges.sub_account_id,
        charges.service_name,
        charges.sku_meter,
        charges.region_id,
        coalesce(environment_names.environment, 'unknown') as environment,
        charges.charge_category,
        charges.charge_class,
        {{ cost_type('charges') }} as cost_type,
        charges.pricing_category,
        charges.commitment_discount_status,
        charges.consumed_unit,
        charges.is_list_priced,
        charges.billing_currency,
        charges.reporting_currency,
        charges.billed_cost,
        charges.effective_cost,
        charges.list_cost,
        charges.contracted_cost,
        charges.consumed_quantity
    from charges
    left join profiles_owned
        on
            charges.attribute_profile_key = profiles_owned.attribute_profile_key
            and charges.charge_date >= profiles_owned.valid_from_date
            and charges.charge_date < profiles_owned.valid_to_date
    left join environment_names
        on lower(trim(charges.tag_environment)) = environment_names.tag_value

)

select * from costs_owned
