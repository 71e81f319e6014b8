{%- set columns = [
    'provider_name', 'commitment_id', 'source_name', 'commitment_name', 'commitment_category',
    'commitment_type', 'programme_id', 'contract_id', 'exchange_id', 'payment_option',
    'term_source', 'term_start_date', 'term_end_date', 'reporting_currency',
    'committed_hourly_cost', 'first_charge_date',
] -%}

with

commitments as (select * from {{ ref('int_commitments_priced') }}),

contracts as (select * from {{ ref('int_contract_commitments') }}),

-- A contract that no charge names as its commitment is a promise to spend, not a discount.
other_contracts as (

    select
        contracts.provider_name,
        contracts.contract_commitment_id as commitment_id,
        contracts.source_name,
        contracts.contract_commitment_description as commitment_name,
        contracts.contract_commitment_category as commitment_category,
        contracts.contract_commitment_type as commitment_type,
        cast(null as {{ dbt.type_string() }}) as programme_id,
        contracts.contract_id,
        cast(null as {{ dbt.type_string() }}) as exchange_id,
        contracts.payment_option,
        'contract' as term_source,
        contracts.term_start_date,
        contracts.term_end_date,
        cast(null as {{ dbt.type_string() }}) as reporting_currency,
        cast(null as {{ type_money() }}) as committed_hourly_cost,
        cast(null as date) as first_charge_date,
        cast(null as date) as last_charge_date
    from contracts
    left join commitments
        on contracts.contract_commitment_id = commitments.commitment_id
    where commitments.commitment_id is null

),

all_commitments as (

    select
        {% for name in columns %}
        {{ name }},
        {% endfor %}
        last_charge_date
    from commitments
    union all
    select
        {% for name in columns %}
        {{ name }},
        {% endfor %}
        last_charge_date
    from other_contracts

)

select * from all_commitments
