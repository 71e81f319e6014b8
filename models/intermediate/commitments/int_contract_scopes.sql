{%- set dimensions = {
    'ServiceProviderName': 'provider_names',
    'ServiceName': 'service_names',
    'BillingAccountId': 'billing_account_ids',
    'SubAccountId': 'sub_account_ids',
} -%}

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

rules_by_contract as (

    select
        source_name,
        contract_commitment_id,
        count(*) as rule_count,
        count(distinct {{ map_value('inclusion', 'Dimension') }}) as dimension_count,
        sum(
            case
                when {{ map_value('inclusion', 'Operator') }} = 'In'
                    and {{ map_value('inclusion', 'Applicability') }} is null
                    and {{ map_value('inclusion', 'Dimension') }}
                    in ('{{ dimensions | join("', '") }}')
                    then 1
                else 0
            end
        ) as known_rule_count,
        {% for dimension, values in dimensions.items() %}
        lower(max(
            case
                when {{ map_value('inclusion', 'Dimension') }} = '{{ dimension }}'
                    then {{ map_value('inclusion', 'Values') }}
            end
        )) as {{ values }}{{ ',' if not loop.last }}
        {% endfor %}
    from rules
    group by source_name, contract_commitment_id

),

-- A scope that is more than lists joined by "and" is not guessed at: the contract then covers what
-- its provider charges.
scopes as (

    select
        contracts_with_scope.source_name,
        contracts_with_scope.contract_commitment_id,
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
        ) as is_understood,
        {% for values in dimensions.values() %}
        rules_by_contract.{{ values }}{{ ',' if not loop.last }}
        {% endfor %}
    from contracts_with_scope
    left join rules_by_contract
        on
            contracts_with_scope.source_name = rules_by_contract.source_name
            and contracts_with_scope.contract_commitment_id
            = rules_by_contract.contract_commitment_id

)

select * from scopes
