with

champions as (select * from {{ ref('int_forecast_champions_made') }}),

decisions as (

    select
        as_of_date,
        segment,
        champion,
        challenger,
        decision,
        reason,
        cast(champion_error as {{ type_quantity() }}) as champion_scaled_error,
        cast(challenger_error as {{ type_quantity() }}) as challenger_scaled_error,
        {{ bounded_ratio('improvement_ratio', '1') }} as improvement_ratio,
        {{ bounded_ratio('win_ratio', '1') }} as win_ratio,
        {{ bounded_ratio('held_out_improvement_ratio', '1') }} as held_out_improvement_ratio,
        cast(origin_count as bigint) as origin_count,
        since_date
    from champions

)

select * from decisions
