with

owners as (select * from {{ ref('int_owners_placed') }}),

-- Forecasts add up by the organisation as it stands today, or stood when an owner ended.
owners_today as (

    select
        owner_id,
        owner_type,
        parent_owner_id
    from owners
    where valid_to_date is null

),

ancestors_at_0 as (

    select
        owner_id,
        owner_id as ancestor_owner_id,
        owner_type as ancestor_owner_type,
        parent_owner_id as next_owner_id
    from owners_today

),
{% for level in range(1, var('owner_levels') + 1) %}

ancestors_at_{{ level }} as (

    select
        below.owner_id,
        above.owner_id as ancestor_owner_id,
        above.owner_type as ancestor_owner_type,
        above.parent_owner_id as next_owner_id
    from ancestors_at_{{ level - 1 }} as below
    inner join owners_today as above
        on below.next_owner_id = above.owner_id

),
{% endfor %}

ancestors as (

    {% for level in range(var('owner_levels') + 1) %}
    select
        owner_id,
        ancestor_owner_id,
        ancestor_owner_type,
        next_owner_id as parent_owner_id
    from ancestors_at_{{ level }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from ancestors
