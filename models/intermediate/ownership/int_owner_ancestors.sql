with

owners as (select * from {{ ref('int_owners_placed') }}),

owners_bounded as (

    select
        owner_id,
        parent_owner_id,
        valid_from_date,
        coalesce(valid_to_date, {{ far_future() }}) as valid_to_date
    from owners

),

-- Everybody is above themselves at no distance; then one level up after the other, each for the
-- days on which all steps on the way hold. Not every engine has recursive queries.
ancestors_at_0 as (

    select
        owner_id,
        owner_id as ancestor_owner_id,
        parent_owner_id as next_owner_id,
        valid_from_date,
        valid_to_date
    from owners_bounded

),
{% for level in range(1, var('owner_levels') + 1) %}

ancestors_at_{{ level }} as (

    select
        below.owner_id,
        above.owner_id as ancestor_owner_id,
        above.parent_owner_id as next_owner_id,
        greatest(below.valid_from_date, above.valid_from_date) as valid_from_date,
        least(below.valid_to_date, above.valid_to_date) as valid_to_date
    from ancestors_at_{{ level - 1 }} as below
    inner join owners_bounded as above
        on
            below.next_owner_id = above.owner_id
            and below.valid_from_date < above.valid_to_date
            and below.valid_to_date > above.valid_from_date

),
{% endfor %}

owner_ancestors as (

    {% for level in range(var('owner_levels') + 1) %}
    select
        owner_id,
        ancestor_owner_id,
        cast({{ level }} as bigint) as level_count,
        valid_from_date,
        nullif(valid_to_date, {{ far_future() }}) as valid_to_date
    from ancestors_at_{{ level }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from owner_ancestors
