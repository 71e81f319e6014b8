with

contracts as (select * from {{ ref('int_contract_commitments') }}),

contracts_with_scope as (

    select
        source_name,
        contract_commitment_id,
        lower({{ json_text('applicability', 'InclusionOperator') }}) as inclusion_operator,
        {{ json_text('applicability', 'IsGlobalScope') }} as is_global,
        {{ json_elements('applicability', 'Exclusions') }} is not null as has_exclusions,
        {{ json_text('applicability', 'Applicability') }} is not null as has_fraction,
        {{ json_elements('applicability', 'Inclusions') }} as inclusions
    from contracts

),

rules as (

    select
        source_name,
        contract_commitment_id,
        {{ rows_of_list('inclusions') }} as inclusion
    from contracts_with_scope

),

rules_known as (

    select
        *,
        coalesce(
            {{ map_value('inclusion', 'Operator') }} = 'In'
            and {{ map_value('inclusion', 'Applicability') }} is null
            and {{ map_value('inclusion', 'Dimension') }}
            in ('ServiceProviderName', 'ServiceName', 'BillingAccountId', 'SubAccountId'),
            false
        ) as is_known
    from rules

),

rules_by_contract as (

    select
        source_name,
        contract_commitment_id,
        count(*) as rule_count,
        count(distinct {{ map_value('inclusion', 'Dimension') }}) as dimension_count,
        sum(case when is_known then 1 else 0 end) as known_rule_count,
        {{ scope_values('inclusion', 'ServiceProviderName') }} as provider_names,
        {{ scope_values('inclusion', 'ServiceName') }} as service_names,
        {{ scope_values('inclusion', 'BillingAccountId') }} as billing_account_ids,
        {{ scope_values('inclusion', 'SubAccountId') }} as sub_account_ids
    from rules_known
    group by source_name, contract_commitment_id

),

-- A scope that is more than lists joined by "and" is not guessed at: the contract then covers what
-- its provider charges.
scopes as (

    select
        contracts_with_scope.source_name,
        contracts_with_scope.contract_commitment_id,
        rules_by_contract.provider_names,
        rules_by_contract.service_names,
        rules_by_contract.billing_account_ids,
        rules_by_contract.sub_account_ids,
        coalesce(
            not contracts_with_scope.has_exclusions
            and not contracts_with_scope.has_fraction
            and (
                contracts_with_scope.is_global = 'true'
                or (
                    rules_by_contract.known_rule_count = rules_by_contract.rule_count
                    and rules_by_contract.dimension_count = rules_by_contract.rule_count
                    and contracts_with_scope.inclusion_operator = 'and'
                )
            ),
            false
        ) as is_understood
    from contracts_with_scope
    left join rules_by_contract
        on
            contracts_with_scope.source_name = rules_by_contract.source_name
            and contracts_with_scope.contract_commitment_id
            = rules_by_contract.contract_commitment_id

)

select * from scopes
