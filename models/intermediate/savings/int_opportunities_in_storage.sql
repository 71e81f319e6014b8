with

unattached_volumes as (select * from {{ ref('int_opportunities_unattached_volumes') }}),

cold_storage as (select * from {{ ref('int_opportunities_cold_storage') }}),

unread_tables as (select * from {{ ref('int_opportunities_unread_tables') }}),

orphan_snapshots as (select * from {{ ref('int_opportunities_orphan_snapshots') }}),

opportunities as (

    {{ opportunities_unioned([
        'unattached_volumes', 'cold_storage', 'unread_tables', 'orphan_snapshots',
    ]) }}

)

select * from opportunities
