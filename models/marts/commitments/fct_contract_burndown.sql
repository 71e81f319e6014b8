with

burndown as (select * from {{ ref('int_contract_burndown') }}),

contract_burndown as (

    select
        burndown.billing_month,
        burndown.source_name,
        burndown.contract_commitment_id,
        burndown.contract_id,
        burndown.provider_name,
        burndown.contract_commitment_type,
        burndown.applied_by,
        burndown.reporting_currency,
        burndown.committed_cost,
        burndown.applied_cost,
        burndown.applied_to_date_cost,
        burndown.remaining_cost,
        burndown.expected_applied_cost,
        burndown.projected_shortfall_cost,
        burndown.term_start_date,
        burndown.term_end_date
    from burndown

)

select * from contract_burndown
