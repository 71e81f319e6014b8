-- The Cost and Usage Report 2.0 of the month, as it was known when it was delivered.
with

usage_lines as (

    select
        line_prefix || period_code as identity_line_item_id,
        time_interval as identity_time_interval,
        account_id as line_item_usage_account_id,
        account_name as line_item_usage_account_name,
        line_type as line_item_line_item_type,
        period_start as line_item_usage_start_date,
        period_end as line_item_usage_end_date,
        product_code as line_item_product_code,
        usage_type as line_item_usage_type,
        operation as line_item_operation,
        availability_zone as line_item_availability_zone,
        resource_id as line_item_resource_id,
        quantity as line_item_usage_amount,
        cast(rate as decimal(18, 10)) as line_item_unblended_rate,
        unblended_cost as line_item_unblended_cost,
        net_unblended_cost as line_item_net_unblended_cost,
        description as line_item_line_item_description,
        product,
        region as product_region_code,
        product_code as product_servicecode,
        sku as product_sku,
        product_family as product_product_family,
        instance_type as product_instance_type,
        list_cost as pricing_public_on_demand_cost,
        cast(list_rate as decimal(18, 10)) as pricing_public_on_demand_rate,
        case payment when 'spot' then 'Spot' when 'reservation' then 'Reserved' else 'OnDemand' end
            as pricing_term,
        unit as pricing_unit,
        sku || '.JRTCKXETXF.6YS6EN2CT7' as pricing_rate_code,
        case when payment = 'savings_plan' then commitment_id end
            as savings_plan_savings_plan_a_r_n,
        case when payment = 'savings_plan' then committed_cost end
            as savings_plan_savings_plan_effective_cost,
        case when payment = 'savings_plan' then cast(committed_rate as decimal(18, 10)) end
            as savings_plan_savings_plan_rate,
        case when payment = 'savings_plan' then 'ComputeSavingsPlans' end
            as savings_plan_offering_type,
        case when payment = 'savings_plan' then payment_option end as savings_plan_payment_option,
        case when payment = 'savings_plan' then cast(commitment_start_date as timestamp) end
            as savings_plan_start_time,
        case when payment = 'savings_plan' then cast(commitment_end_date as timestamp) end
            as savings_plan_end_time,
        case when payment = 'reservation' then commitment_id end as reservation_reservation_a_r_n,
        case when payment = 'reservation' then payment_option end as pricing_purchase_option,
        case when payment = 'reservation' then committed_cost end as reservation_effective_cost,
        case
            when payment = 'reservation'
                then cast(hours * hourly_upfront_micro_cost * 0.000001 as decimal(18, 10))
        end as reservation_amortized_upfront_cost_for_usage,
        case
            when payment = 'reservation'
                then cast(hours * hourly_recurring_micro_cost * 0.000001 as decimal(18, 10))
        end as reservation_recurring_fee_for_usage,
        'AWS' as bill_billing_entity,
        resource_tags
    from aws_usage

),

fee_lines as (

    select
        line_id as identity_line_item_id,
        time_interval as identity_time_interval,
        account_id as line_item_usage_account_id,
        line_type as line_item_line_item_type,
        period_start as line_item_usage_start_date,
        period_end as line_item_usage_end_date,
        product_code as line_item_product_code,
        usage_type as line_item_usage_type,
        case
            when line_type in ('SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee')
                then savings_plan_id
            when line_type = 'RIFee' then reservation_id
        end as line_item_resource_id,
        coalesce(quantity, 1) as line_item_usage_amount,
        unblended_cost as line_item_unblended_cost,
        net_unblended_cost as line_item_net_unblended_cost,
        description as line_item_line_item_description,
        case when line_type = 'Tax' then 'USSalesTax' end as line_item_tax_type,
        map {'product_name': product_name} as product,
        region as product_region_code,
        product_code as product_servicecode,
        savings_plan_id as savings_plan_savings_plan_a_r_n,
        committed_to_date as savings_plan_total_commitment_to_date,
        used_commitment as savings_plan_used_commitment,
        amortised_upfront as savings_plan_amortized_upfront_commitment_for_billing_period,
        case when savings_plan_id is not null then payment_option end
            as savings_plan_payment_option,
        case when savings_plan_id is not null then cast(commitment_start_date as timestamp) end
            as savings_plan_start_time,
        case when savings_plan_id is not null then cast(commitment_end_date as timestamp) end
            as savings_plan_end_time,
        reservation_id as reservation_reservation_a_r_n,
        case when reservation_id is not null then payment_option end as pricing_purchase_option,
        unused_upfront as reservation_unused_amortized_upfront_fee_for_billing_period,
        unused_recurring as reservation_unused_recurring_fee,
        unused_quantity as reservation_unused_quantity,
        case when reservation_id is not null then cast(commitment_start_date as timestamp) end
            as reservation_start_time,
        case when reservation_id is not null then cast(commitment_end_date as timestamp) end
            as reservation_end_time,
        billing_entity as bill_billing_entity,
        coalesce(accounts.account_name, 'company-payer') as line_item_usage_account_name
    from aws_fees
    left join accounts using (account_id)

),

split_lines as (

    select
        line_id as identity_line_item_id,
        time_interval as identity_time_interval,
        account_id as line_item_usage_account_id,
        account_name as line_item_usage_account_name,
        'Usage' as line_item_line_item_type,
        period_start as line_item_usage_start_date,
        period_end as line_item_usage_end_date,
        'AmazonEKS' as line_item_product_code,
        'EKS-EC2-vCPU-Hours' as line_item_usage_type,
        'EKSPod-EC2' as line_item_operation,
        availability_zone as line_item_availability_zone,
        resource_id as line_item_resource_id,
        split_usage as line_item_usage_amount,
        cast(0 as decimal(18, 10)) as line_item_unblended_cost,
        'Split cost of a pod' as line_item_line_item_description,
        map {'product_name': 'Amazon Elastic Container Service for Kubernetes'} as product,
        region as product_region_code,
        'vCPU-Hours' as pricing_unit,
        parent_resource_id as split_line_item_parent_resource_id,
        split_usage as split_line_item_split_usage,
        split_cost as split_line_item_split_cost,
        net_split_cost as split_line_item_net_split_cost,
        unused_cost as split_line_item_unused_cost,
        'AWS' as bill_billing_entity,
        resource_tags
    from aws_split_lines

),

lines as (

    select * from usage_lines
    union all by name
    select * from split_lines
    union all by name
    select * from fee_lines

)

select
    lines.*,
    case
        when getvariable('known_at') >= getvariable('closed_at')
            then aws_invoice_id(
                getvariable('billing_month'), bill_billing_entity, line_item_line_item_type
            )
    end as bill_invoice_id,
    if(bill_billing_entity = 'AWS', 'Amazon Web Services, Inc.', 'Vector Search Ltd')
        as bill_invoicing_entity,
    if(line_item_line_item_type = 'Refund', 'Refund', 'Anniversary') as bill_bill_type,
    getvariable('payer_id') as bill_payer_account_id,
    'company-payer' as bill_payer_account_name,
    cast(getvariable('billing_month') as timestamp) as bill_billing_period_start_date,
    cast(getvariable('billing_month') as timestamp) + interval 1 month
        as bill_billing_period_end_date,
    'USD' as line_item_currency_code,
    'USD' as pricing_currency,
    bill_invoicing_entity as line_item_legal_entity,
    -- What every report has, and this one leaves empty.
    cast(null as decimal(38, 18)) as line_item_normalized_usage_amount,
    cast(null as decimal(38, 18)) as line_item_net_unblended_rate,
    cast(null as varchar) as product_from_region_code,
    cast(null as varchar) as product_to_region_code,
    cast(null as decimal(38, 18)) as savings_plan_net_savings_plan_effective_cost,
    cast(null as decimal(38, 18)) as savings_plan_recurring_commitment_for_billing_period,
    cast(null as decimal(38, 18)) as savings_plan_net_recurring_commitment_for_billing_period,
    cast(null as decimal(38, 18))
        as savings_plan_net_amortized_upfront_commitment_for_billing_period,
    cast(null as varchar) as savings_plan_purchase_term,
    cast(null as varchar) as reservation_subscription_id,
    cast(null as decimal(38, 18)) as reservation_net_effective_cost,
    cast(null as decimal(38, 18))
        as reservation_net_unused_amortized_upfront_fee_for_billing_period,
    cast(null as decimal(38, 18)) as reservation_net_unused_recurring_fee,
    cast(null as decimal(38, 18)) as reservation_net_amortized_upfront_cost_for_usage,
    cast(null as decimal(38, 18)) as reservation_net_recurring_fee_for_usage,
    cast(null as decimal(38, 18)) as reservation_upfront_value,
    cast(null as decimal(38, 18)) as reservation_net_upfront_value,
    cast(null as decimal(38, 18)) as split_line_item_net_unused_cost,
    cast(null as map(varchar, varchar)) as cost_category,
    cast(null as map(varchar, varchar)) as discount
from lines
