with

charges as (select * from {{ ref('int_charges_delivered') }}),

-- Named once more for the second step that reads it: what two steps share, an engine may keep in
-- memory, every line of it.
delivered_charges as (select * from {{ ref('int_charges_delivered') }}),

postings as (select * from {{ ref('stg_landing__postings') }}),

booked_charges as (

    select {{ charge_columns() }}
    from charges
    where is_booked

),

-- What arrives for a closed month is a correction in the month that was open then: the lines of the
-- new state are added there, and those it replaces are taken back. Their own period stays on them.
reposted_charges as (

    select {{ reposted_charge_columns('delivered_charges', 'postings') }}
    from delivered_charges
    inner join postings
        on
            delivered_charges.source_name = postings.source_name
            and delivered_charges.billing_month = postings.billing_month
            and delivered_charges.delivery = postings.delivery
            and postings.billing_month <> postings.posting_month
    where delivered_charges.is_reposted

),

charges_posted as (

    select {{ charge_columns() }}
    from booked_charges
    union all
    select {{ charge_columns() }}
    from reposted_charges

)

select * from charges_posted
