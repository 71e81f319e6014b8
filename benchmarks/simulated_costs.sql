-- What each service of a simulated company costs at AWS by product and day, as the newest deliveries
-- say and the truth owns it; fees, support and tax, which follow contracts, are left out.
with

lines as (

    select
        *,
        max(delivery) over (partition by billing_period) as newest_delivery
    from read_parquet(
        '{folder}/aws/aws_cur_lines/*/*/*.parquet',
        hive_partitioning = true,
        hive_types_autocast = false
    )
    where split_line_item_parent_resource_id is null

),

costs as (

    select
        owners.service_id || '/' || lines.line_item_product_code as series_id,
        cast(lines.line_item_usage_start_date as date) as date,
        lines.line_item_product_code as segment,
        case lines.line_item_line_item_type
            when 'Usage'
                then coalesce(lines.line_item_net_unblended_cost, lines.line_item_unblended_cost)
            when 'SavingsPlanCoveredUsage' then lines.savings_plan_savings_plan_effective_cost
            else lines.reservation_effective_cost
        end as cost
    from lines
    inner join '{folder}/simulation/truth/aws_charge_owners.parquet' as owners
        on
            lines.line_item_resource_id = owners.resource_id
            and lines.line_item_usage_account_id = owners.account_id
            and lines.line_item_usage_start_date >= owners.valid_from_date
            and (
                owners.valid_to_date is null
                or lines.line_item_usage_start_date < owners.valid_to_date
            )
    where
        lines.delivery = lines.newest_delivery
        and lines.line_item_line_item_type in (
            'Usage', 'SavingsPlanCoveredUsage', 'DiscountedUsage'
        )

)

select
    series_id,
    date,
    segment,
    cast(sum(cost) as double) as value
from costs
group by all
order by series_id, date
