with

idle_hosts as (select * from {{ ref('int_opportunities_idle_hosts') }}),

underused_hosts as (select * from {{ ref('int_opportunities_underused_hosts') }}),

underused_gpus as (select * from {{ ref('int_opportunities_underused_gpus') }}),

old_generations as (select * from {{ ref('int_opportunities_old_generations') }}),

night_hours as (select * from {{ ref('int_opportunities_night_hours') }}),

opportunities as (

    {{ opportunities_unioned([
        'idle_hosts', 'underused_hosts', 'underused_gpus', 'old_generations', 'night_hours',
    ]) }}

)

select * from opportunities
