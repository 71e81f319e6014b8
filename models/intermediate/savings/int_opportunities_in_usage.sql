with

over_requests as (select * from {{ ref('int_opportunities_over_requests') }}),

cross_zone_traffic as (select * from {{ ref('int_opportunities_cross_zone_traffic') }}),

uncommitted_usage as (select * from {{ ref('int_opportunities_uncommitted_usage') }}),

unused_commitments as (select * from {{ ref('int_opportunities_unused_commitments') }}),

opportunities as (

    {{ opportunities_unioned([
        'over_requests', 'cross_zone_traffic', 'uncommitted_usage', 'unused_commitments',
    ]) }}

)

select * from opportunities
