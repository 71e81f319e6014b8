with

commitments as (select * from {{ ref('int_commitments_listed') }}),

costs as (

    select
        provider_name,
        commitment_discount_id,
        billing_currency,
        sum(billed_cost) as billed_cost
    from {{ ref('int_commitment_lines_daily') }}
    group by provider_name, commitment_discount_id, billing_currency

),

findings as (

    select
        'commitment_without_term' as finding_kind,
        commitments.source_name,
        cast(null as date) as billing_month,
        commitments.commitment_id as subject_id,
        concat(
            'Neither the bill of ', commitments.provider_name, ' nor a contract says when the ',
            coalesce(commitments.commitment_type, 'commitment'),
            ' begins and ends: add a row to seeds/commitments/commitment_terms.csv'
        ) as finding_text,
        cast(costs.billed_cost as {{ type_money() }}) as finding_cost,
        costs.billing_currency
    from commitments
    inner join costs
        on
            commitments.provider_name = costs.provider_name
            and commitments.commitment_id = costs.commitment_discount_id
    where commitments.term_start_date is null or commitments.term_end_date is null

)

select * from findings
