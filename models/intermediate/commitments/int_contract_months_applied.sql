with

months as (select * from {{ ref('int_contract_months') }}),

applied as (

    select
        contract_commitment_id,
        billing_month,
        cast(sum(applied_cost) as {{ type_money() }}) as applied_cost
    from {{ ref('int_contract_costs_applied') }}
    group by contract_commitment_id, billing_month

),

in_scope as (select * from {{ ref('int_contract_costs_in_scope') }}),

contracts_applied as (

    select contract_commitment_id
    from applied
    group by contract_commitment_id

),

-- What the bill says was applied goes before what the scope of the contract lets one expect.
months_applied as (

    select
        months.source_name,
        months.contract_commitment_id,
        months.provider_name,
        months.contract_id,
        months.contract_commitment_type,
        months.term_start_date,
        months.term_end_date,
        months.counted_to_date,
        months.billing_month,
        months.committed_cost,
        months.reporting_currency,
        months.exchange_rate,
        case
            when contracts_applied.contract_commitment_id is not null then 'bill'
            when in_scope.is_understood then 'scope'
            else 'provider'
        end as applied_by,
        case
            when contracts_applied.contract_commitment_id is not null
                then coalesce(applied.applied_cost, 0)
            else coalesce(in_scope.applied_cost, 0)
        end as applied_cost
    from months
    left join contracts_applied
        on months.contract_commitment_id = contracts_applied.contract_commitment_id
    left join applied
        on
            months.contract_commitment_id = applied.contract_commitment_id
            and months.billing_month = applied.billing_month
    left join in_scope
        on
            months.source_name = in_scope.source_name
            and months.contract_commitment_id = in_scope.contract_commitment_id
            and months.billing_month = in_scope.billing_month

)

select * from months_applied
