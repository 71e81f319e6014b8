with

months as (select * from {{ ref('int_contract_months') }}),

scopes as (select * from {{ ref('int_contract_scopes') }}),

rates as (select * from {{ ref('int_exchange_rates_daily') }}),

-- Taxes fulfil no contract.
charges as (

    select
        billing_month,
        charge_date,
        source_name,
        provider_name,
        service_name,
        billing_account_id,
        sub_account_id,
        billing_currency,
        sum(billed_cost) as billed_cost
    from {{ ref('int_charges_daily') }}
    where charge_category <> 'Tax'
    group by
        billing_month, charge_date, source_name, provider_name, service_name, billing_account_id,
        sub_account_id, billing_currency

),

months_with_scope as (

    select
        months.*,
        scopes.is_understood,
        case when scopes.is_understood then scopes.provider_names end as provider_names,
        case when scopes.is_understood then scopes.service_names end as service_names,
        case when scopes.is_understood then scopes.billing_account_ids end as billing_account_ids,
        case when scopes.is_understood then scopes.sub_account_ids end as sub_account_ids
    from months
    inner join scopes
        on
            months.source_name = scopes.source_name
            and months.contract_commitment_id = scopes.contract_commitment_id

),

costs_in_scope as (

    select
        months_with_scope.source_name,
        months_with_scope.contract_commitment_id,
        months_with_scope.billing_month,
        months_with_scope.is_understood,
        cast(sum({{ money(
            'charges.billed_cost * cast(rates.exchange_rate as double)'
            ~ ' / cast(months_with_scope.exchange_rate as double)'
        ) }}) as {{ type_money() }}) as applied_cost
    from months_with_scope
    inner join charges
        on
            months_with_scope.billing_month = charges.billing_month
            and months_with_scope.term_start_date <= charges.charge_date
            and months_with_scope.term_end_date > charges.charge_date
            and (
                months_with_scope.provider_name = charges.provider_name
                or months_with_scope.source_name = charges.source_name
            )
            and {{ is_in_list('charges.provider_name', 'months_with_scope.provider_names') }}
            and {{ is_in_list('charges.service_name', 'months_with_scope.service_names') }}
            and {{ is_in_list(
                'charges.billing_account_id', 'months_with_scope.billing_account_ids'
            ) }}
            and {{ is_in_list('charges.sub_account_id', 'months_with_scope.sub_account_ids') }}
    inner join rates
        on
            charges.billing_currency = rates.billing_currency
            and charges.charge_date = rates.charge_date
    group by
        months_with_scope.source_name, months_with_scope.contract_commitment_id,
        months_with_scope.billing_month, months_with_scope.is_understood

)

select * from costs_in_scope
