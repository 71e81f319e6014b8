with

charges as (select * from {{ ref('int_charges_daily') }}),

commitments as (select * from {{ ref('int_commitments_listed') }}),

services_covered as (

    select
        provider_name,
        commitment_discount_id as commitment_id,
        service_name
    from charges
    where commitment_discount_id is not null
    group by provider_name, commitment_discount_id, service_name

),

-- What it covers is cheaper from its first day, and dearer from the first day without it.
steps as (

    select
        provider_name,
        commitment_id,
        commitment_name,
        'commitment_start' as step_kind,
        term_start_date as step_date,
        cast(-1 as int) as direction
    from commitments
    where term_start_date is not null
    union all
    select
        provider_name,
        commitment_id,
        commitment_name,
        'commitment_end' as step_kind,
        term_end_date as step_date,
        cast(1 as int) as direction
    from commitments
    where term_end_date is not null

),

commitment_steps as (

    select
        steps.provider_name,
        services_covered.service_name,
        steps.commitment_id,
        steps.commitment_name,
        steps.step_kind,
        steps.step_date,
        steps.direction
    from steps
    inner join services_covered
        on
            steps.provider_name = services_covered.provider_name
            and steps.commitment_id = services_covered.commitment_id

)

select * from commitment_steps
