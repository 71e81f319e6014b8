with

charges as (

    select * from {{ ref('int_charges_unioned') }}
    where
        export_format = 'focus'
        and contract_applied is not null
        {% if is_incremental() %}
        and {{ in_changed_months('billing_month') }}
        {% endif %}

),

billing_months as (select * from {{ ref('int_billing_months') }}),

applications as (

    select
        billing_month,
        source_name,
        commitment_discount_id,
        commitment_discount_status,
        effective_cost,
        {{ rows_of_list(json_elements('contract_applied', 'Elements')) }} as application
    from charges

),

-- FOCUS 1.3 was printed with either spelling of the key.
applications_with_cost as (

    select
        billing_month,
        source_name,
        commitment_discount_id,
        commitment_discount_status,
        effective_cost,
        coalesce(
            {{ map_value('application', 'ContractCommitmentId') }},
            {{ map_value('application', 'ContractCommitmentID') }}
        ) as contract_commitment_id,
        cast(
            {{ map_value('application', 'ContractCommitmentAppliedCost') }} as decimal(38, 18)
        ) as applied_cost
    from applications

),

-- A commitment is drawn on by what used it, not by its purchase and not by what was left of it. A
-- line that is taken back gives back what it had drawn.
costs_applied as (

    select
        applications_with_cost.billing_month,
        applications_with_cost.source_name,
        applications_with_cost.contract_commitment_id,
        cast(
            sum({{ money(
                'case when applications_with_cost.effective_cost < 0'
                ~ ' then -abs(applications_with_cost.applied_cost)'
                ~ ' else applications_with_cost.applied_cost end'
            ) }}) as {{ type_money() }}
        ) as applied_cost,
        billing_months.input_key
    from applications_with_cost
    inner join billing_months
        on applications_with_cost.billing_month = billing_months.billing_month
    where
        applications_with_cost.applied_cost is not null
        and (
            coalesce(applications_with_cost.commitment_discount_id, '')
            <> applications_with_cost.contract_commitment_id
            or applications_with_cost.commitment_discount_status = 'Used'
        )
    group by
        applications_with_cost.billing_month, applications_with_cost.source_name,
        applications_with_cost.contract_commitment_id, billing_months.input_key

)

select * from costs_applied
