with

opportunities as (select * from {{ ref('int_opportunities_netted') }}),

opportunities_of_today as (

    select
        opportunity_id,
        min(last_date) as seen_date
    from opportunities
    group by opportunity_id

),

-- Kept is the first day, and an earlier one if an earlier state is built later.
{% if is_incremental() %}
known_opportunities as (

    select
        opportunity_id,
        min(seen_date) as seen_date
    from {{ this }}
    group by opportunity_id

),

{% endif %}
new_opportunities as (

    select
        opportunities_of_today.opportunity_id,
        opportunities_of_today.seen_date
    from opportunities_of_today
    {% if is_incremental() %}
    left join known_opportunities
        on opportunities_of_today.opportunity_id = known_opportunities.opportunity_id
    where
        known_opportunities.opportunity_id is null
        or known_opportunities.seen_date > opportunities_of_today.seen_date
    {% endif %}

)

select * from new_opportunities
