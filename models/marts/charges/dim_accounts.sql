with

charges as (select * from {{ ref('int_charges_daily') }}),

-- Accounts get renamed: the latest name is shown.
accounts as (

    select
        {{ account_key('charges') }} as account_key,
        charges.provider_name,
        charges.billing_account_id,
        {{ value_of_largest('charges.billing_account_name', 'charges.charge_date') }}
            as billing_account_name,
        charges.sub_account_id,
        {{ value_of_largest('charges.sub_account_name', 'charges.charge_date') }}
            as sub_account_name,
        min(charges.charge_date) as first_charge_date,
        max(charges.charge_date) as last_charge_date
    from charges
    group by charges.provider_name, charges.billing_account_id, charges.sub_account_id

)

select * from accounts
