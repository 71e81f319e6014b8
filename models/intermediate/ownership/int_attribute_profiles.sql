with

charges as (select * from {{ ref('int_charges_daily') }}),

-- Rules look at thousands of profiles instead of billions of lines.
attribute_profiles as (

    select
        attribute_profile_key,
        {%- for attribute in ownership_attributes() %}
        {{ attribute }},
        {%- endfor %}
        min(charge_date) as first_charge_date,
        max(charge_date) as last_charge_date
    from charges
    group by all

)

select * from attribute_profiles
