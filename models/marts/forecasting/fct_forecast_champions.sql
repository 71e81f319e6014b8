with

decisions as (select * from {{ ref('int_forecast_champions_decided') }}),

forecast_champions as (

    select
        as_of_date,
        segment,
        champion,
        challenger,
        decision,
        reason,
        champion_scaled_error,
        challenger_scaled_error,
        improvement_ratio,
        win_ratio,
        held_out_improvement_ratio,
        origin_count,
        since_date
    from decisions

)

select * from forecast_champions
