with

costs as (select * from {{ ref('int_commitment_costs_daily') }}),

commitments as (select * from {{ ref('int_commitments_listed') }}),

running as (

    select
        provider_name,
        commitment_discount_id as commitment_id,
        charge_date,
        sum(covered_cost - billed_cost) over (
            partition by provider_name, commitment_discount_id order by charge_date
            rows between unbounded preceding and current row
        ) as saved_so_far_cost
    from costs

),

-- A commitment that was paid before its bill is known has a debt nobody can see.
break_even as (

    select
        commitments.provider_name,
        commitments.commitment_id,
        min(running.charge_date) as break_even_date
    from running
    inner join commitments
        on
            running.provider_name = commitments.provider_name
            and running.commitment_id = commitments.commitment_id
    where
        running.saved_so_far_cost >= 0
        and commitments.first_charge_date <= commitments.term_start_date
    group by commitments.provider_name, commitments.commitment_id

)

select * from break_even
