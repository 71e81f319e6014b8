-- Usage of a workload is the driver to the power of this, times its own growth. Steady resources
-- follow nothing; commitments and instances come in steps.
with

elasticities as (

    select
        services.service_id,
        workload_traits.workload,
        services.driver,
        cast(services.elasticity as decimal(4, 2)) as service_elasticity,
        cast(
            cast(services.elasticity as decimal(4, 2)) * workload_traits.exponent_hundredths * 0.01
            as decimal(8, 4)
        ) as elasticity,
        cast(
            1 + workload_traits.yearly_growth_hundredths * 0.01 as decimal(8, 2)
        ) as yearly_growth_factor
    from services
    cross join workload_traits

)

select * from elasticities
order by service_id, workload
