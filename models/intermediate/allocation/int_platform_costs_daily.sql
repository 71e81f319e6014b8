with

own_costs as (select * from {{ ref('int_platform_costs_own') }}),

throughputs as (select * from {{ ref('int_platform_throughputs') }}),

-- What passes a platform is its own cost and what other platforms send it, round after round.
platform_costs as (

    select
        own_costs.charge_date,
        throughputs.platform_owner_id,
        own_costs.reporting_currency,
        {{ each_cost(
            'cast(sum('
            ~ money('cast(own_costs.{cost} as double) * throughputs.throughput_ratio')
            ~ ') as ' ~ type_money() ~ ')'
        ) }}
    from own_costs
    inner join throughputs
        on
            own_costs.charge_date = throughputs.charge_date
            and own_costs.platform_owner_id = throughputs.origin_owner_id
    group by
        own_costs.charge_date, throughputs.platform_owner_id, own_costs.reporting_currency

)

select * from platform_costs
