with

charges as (select * from {{ ref('int_charges_daily') }}),

months_charged as (

    select
        billing_account_id,
        service_name,
        billing_month
    from charges
    where charge_class is null
    group by billing_account_id, service_name, billing_month

),

-- Providers refund at the billing account, so the sub account need not be the same.
corrections as (

    select
        source_name,
        billing_month,
        billing_account_id,
        service_name,
        cast({{ dbt.date_trunc('month', 'original_charge_date') }} as date) as original_month,
        billing_currency,
        sum(billed_cost) as billed_cost
    from charges
    where charge_class = 'Correction'
    group by
        source_name,
        billing_month,
        billing_account_id,
        service_name,
        cast({{ dbt.date_trunc('month', 'original_charge_date') }} as date),
        billing_currency

),

corrections_without_original as (

    select
        'correction_without_original' as finding_kind,
        corrections.source_name,
        corrections.billing_month,
        concat(
            corrections.billing_account_id, '/', coalesce(corrections.service_name, ''), '/',
            cast(corrections.original_month as {{ dbt.type_string() }})
        ) as subject_id,
        concat(
            'Account ', corrections.billing_account_id, ' has no charge for ',
            coalesce(corrections.service_name, 'a service without a name'), ' in ',
            cast(corrections.original_month as {{ dbt.type_string() }}),
            ' that this could correct: ingest that month, or ask the provider what it is for'
        ) as finding_text,
        cast(corrections.billed_cost as {{ type_money() }}) as finding_cost,
        corrections.billing_currency
    from corrections
    left join months_charged
        on
            corrections.billing_account_id = months_charged.billing_account_id
            and corrections.service_name = months_charged.service_name
            and corrections.original_month = months_charged.billing_month
    where months_charged.billing_month is null

)

select * from corrections_without_original
