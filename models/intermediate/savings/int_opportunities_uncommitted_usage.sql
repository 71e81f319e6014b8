with

savings as (select * from {{ ref('int_commitment_savings_chosen') }}),

resources as (select * from {{ ref('int_uncommitted_resources_measured') }}),

resources_of_programmes as (

    select
        programme_id,
        reporting_currency,
        sum(monthly_uncovered_cost) as monthly_uncovered_cost
    from resources
    group by programme_id, reporting_currency

),

-- Each machine bears its part, so that what is saved on it otherwise is not saved again. What is on
-- no metered machine stands in a row of its own.
parts as (

    select
        programme_id,
        reporting_currency,
        resource_id as scope_id,
        resource_id,
        monthly_effective_cost,
        monthly_uncovered_cost
    from resources
    union all
    select
        savings.programme_id,
        savings.reporting_currency,
        savings.programme_id as scope_id,
        cast(null as {{ dbt.type_string() }}) as resource_id,
        savings.monthly_uncovered_cost - coalesce(known.monthly_uncovered_cost, 0)
            as monthly_effective_cost,
        savings.monthly_uncovered_cost - coalesce(known.monthly_uncovered_cost, 0)
            as monthly_uncovered_cost
    from savings
    left join resources_of_programmes as known
        on
            savings.programme_id = known.programme_id
            and savings.reporting_currency = known.reporting_currency

),

-- Commitments are bought for the company, whoever uses them.
opportunities as (

    select
        savings.detector_id,
        savings.programme_id as subject_id,
        parts.scope_id,
        parts.resource_id,
        'company' as owner_id,
        savings.provider_name,
        cast(null as {{ dbt.type_string() }}) as service_name,
        parts.reporting_currency,
        cast(parts.monthly_effective_cost as {{ type_money() }}) as monthly_effective_cost,
        {{ money('parts.monthly_uncovered_cost * savings.saved_ratio') }}
            as monthly_potential_cost,
        cast(savings.term_months as {{ type_quantity() }}) as measured_quantity
    from parts
    inner join savings
        on
            parts.programme_id = savings.programme_id
            and parts.reporting_currency = savings.reporting_currency

)

select * from opportunities
