-- What every service, and the team that owned it on the day, was charged in a billing month. Taxes,
-- commitments, credits and roundings have no service: they belong to all.
with

focus_charges as (

    select
        'observability_saas' as source_name,
        owning_service_id,
        owning_team_id,
        invoice_id,
        invoice_issued_at,
        charge_category,
        charge_class,
        'EUR' as billing_currency,
        billed_cost,
        effective_cost,
        list_cost,
        contracted_cost
    from saas_charges
    union all
    select
        'model_api' as source_name,
        owning_service_id,
        owning_team_id,
        invoice_id,
        invoice_issued_at,
        charge_category,
        null as charge_class,
        'USD' as billing_currency,
        billed_cost,
        billed_cost as effective_cost,
        billed_cost as list_cost,
        billed_cost as contracted_cost
    from model_api_charges

),

charges as (

    select
        'gcp' as source_name,
        owning_service_id,
        owning_team_id,
        invoice_id,
        invoice_issued_at,
        charge_category,
        case when cost_type = 'adjustment' then 'Correction' end as charge_class,
        'USD' as billing_currency,
        cast(cost + credits_amount as decimal(28, 10)) as billed_cost,
        cast(cost + credits_amount as decimal(28, 10)) as effective_cost,
        cast(coalesce(cost_at_list, cost) as decimal(28, 10)) as list_cost,
        cast(cost as decimal(28, 10)) as contracted_cost
    from gcp_charges
    union all
    select
        source_name,
        owning_service_id,
        owning_team_id,
        invoice_id,
        invoice_issued_at,
        charge_category,
        charge_class,
        billing_currency,
        cast(cast(billed_cost as decimal(26, 0)) * 0.0000000001 as decimal(28, 10)),
        cast(cast(effective_cost as decimal(26, 0)) * 0.0000000001 as decimal(28, 10)),
        cast(cast(list_cost as decimal(26, 0)) * 0.0000000001 as decimal(28, 10)),
        cast(cast(contracted_cost as decimal(26, 0)) * 0.0000000001 as decimal(28, 10))
    from focus_charges

)

select
    source_name,
    getvariable('billing_month') as billing_month,
    case when invoice_issued_at <= getvariable('known_at') then invoice_id end as invoice_id,
    owning_service_id as service_id,
    owning_team_id as team_id,
    charge_category,
    charge_class,
    billing_currency,
    sum(billed_cost) as billed_cost,
    sum(effective_cost) as effective_cost,
    sum(list_cost) as list_cost,
    sum(contracted_cost) as contracted_cost,
    count(*) as charge_count
from charges
group by
    source_name,
    invoice_id,
    invoice_issued_at,
    owning_service_id,
    owning_team_id,
    charge_category,
    charge_class,
    billing_currency
