with

charges as (

    select * from {{ ref('int_charges_unioned') }}
    where
        export_format = 'focus'
        and charge_category = 'Usage'
        and coalesce(commitment_discount_status, 'Used') = 'Used'
        and (
            commitment_program_eligibility_details is not null
            or commitment_discount_id is not null
        )
        {% if is_incremental() %}
        and {{ in_changed_months('billing_month') }}
        {% endif %}

),

billing_months as (select * from {{ ref('int_billing_months') }}),

-- Lines are many, their texts few.
costs_by_text as (

    select
        billing_month,
        {{ nearest_day_of_month('cast(charge_period_start as date)', 'billing_month') }}
            as charge_date,
        provider_name,
        billing_currency,
        commitment_discount_type,
        commitment_program_eligibility_details,
        sum(contracted_cost) as contracted_cost
    from charges
    group by all

),

programmes_listed as (

    select
        billing_month,
        charge_date,
        provider_name,
        billing_currency,
        contracted_cost,
        {{ rows_of_list(json_elements(
            'commitment_program_eligibility_details', 'CommitmentPrograms'
        )) }} as programme
    from costs_by_text

),

-- Some providers leave the list out where a commitment applies: its own programme is one then.
programmes as (

    select
        billing_month,
        charge_date,
        provider_name,
        billing_currency,
        contracted_cost,
        {{ map_value('programme', 'ProgramType') }} as programme_id,
        true as is_listed
    from programmes_listed
    union all
    select
        billing_month,
        charge_date,
        provider_name,
        billing_currency,
        contracted_cost,
        commitment_discount_type as programme_id,
        false as is_listed
    from costs_by_text
    where commitment_program_eligibility_details is null

),

programmes_stated as (

    select
        programmes.billing_month,
        programmes.charge_date,
        programmes.provider_name,
        programmes.programme_id,
        programmes.billing_currency,
        max(case when programmes.is_listed then 1 else 0 end) = 1 as is_listed,
        cast(sum(programmes.contracted_cost) as {{ type_money() }}) as eligible_cost,
        billing_months.input_key
    from programmes
    inner join billing_months
        on programmes.billing_month = billing_months.billing_month
    group by all

)

select * from programmes_stated
