-- Why the list cost of a service's usage type changed from one month to the next: its quantity at
-- the earlier price, its price at the later quantity; all of it where it starts or ends.
with

monthly as (

    select
        billing_month,
        service_id,
        usage_type,
        sum(quantity) as quantity,
        sum(list_cost) as list_cost
    from truth_aws_costs
    where service_id is not null
    group by billing_month, service_id, usage_type

),

months as (select distinct billing_month from monthly),

pairs as (

    select
        coalesce(later.billing_month, cast(earlier.billing_month + interval 1 month as date))
            as billing_month,
        coalesce(later.service_id, earlier.service_id) as service_id,
        coalesce(later.usage_type, earlier.usage_type) as usage_type,
        earlier.quantity as earlier_quantity,
        later.quantity as later_quantity,
        coalesce(earlier.list_cost, 0) as earlier_cost,
        coalesce(later.list_cost, 0) as later_cost
    from monthly as earlier
    full outer join monthly as later
        on
            earlier.service_id = later.service_id
            and earlier.usage_type = later.usage_type
            and earlier.billing_month + interval 1 month = later.billing_month

),

-- One multiplication of doubles, written once; the price part is what is left, so nothing is lost.
parts as (

    select
        *,
        case
            when earlier_quantity > 0 and later_quantity > 0
                then cast(
                    cast(later_quantity as double) / cast(earlier_quantity as double)
                    * cast(earlier_cost as double) - cast(earlier_cost as double)
                    as decimal(38, 10)
                )
            else later_cost - earlier_cost
        end as volume_cost
    from pairs

)

select
    billing_month,
    service_id,
    usage_type,
    case
        when earlier_quantity is null then 'new'
        when later_quantity is null then 'retired'
        else 'continuing'
    end as change_kind,
    earlier_quantity,
    later_quantity,
    earlier_cost,
    later_cost,
    volume_cost,
    later_cost - earlier_cost - volume_cost as price_cost
from parts
where
    billing_month in (from months)
    and billing_month > (select min(billing_month) from months)
