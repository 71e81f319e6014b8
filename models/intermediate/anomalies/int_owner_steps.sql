with

owners as (select * from {{ ref('int_owners_listed') }}),

-- One that moves goes on: only the first and the last day of all its rows count. Those who were
-- there from the beginning have not been launched.
owner_terms as (

    select
        owner_id,
        max_by(owner_name, valid_from_date) as owner_name,
        min(valid_from_date) as first_date,
        case when count(valid_to_date) = count(*) then max(valid_to_date) end as end_date
    from owners
    where owner_type in ('service', 'platform')
    group by owner_id

),

beginning as (select min(first_date) as known_from_date from owner_terms),

owner_steps as (

    select
        owner_terms.owner_id,
        owner_terms.owner_name,
        'launch' as step_kind,
        owner_terms.first_date as step_date,
        cast(1 as int) as direction
    from owner_terms
    inner join beginning
        on owner_terms.first_date > beginning.known_from_date
    union all
    select
        owner_id,
        owner_name,
        'ended_service' as step_kind,
        end_date as step_date,
        cast(-1 as int) as direction
    from owner_terms
    where end_date is not null

)

select * from owner_steps
