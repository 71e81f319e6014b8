-- The lines as Google exports them, nested fields joined by underscores.
with

credit_lists as (

    select
        *,
        list_filter(
            [
                case
                    when commitment_credits_amount <> 0
                        then '{"name":"Committed use discount: CPU and RAM","full_name":"Committed'
                            || ' use discount","id":"","type":"COMMITTED_USAGE_DISCOUNT","amount":'
                            || commitment_credits_amount || '}'
                end,
                case
                    when sustained_credits_amount <> 0
                        then '{"name":"Sustained Usage Discount","full_name":"Sustained Usage'
                            || ' Discount","id":"","type":"SUSTAINED_USAGE_DISCOUNT","amount":'
                            || sustained_credits_amount || '}'
                end,
                case
                    when promotion_credits_amount <> 0
                        then '{"name":"Vertex AI adoption","full_name":"Promotion: Vertex AI'
                            || ' adoption","id":"vertex-ai-adoption","type":"PROMOTION","amount":'
                            || promotion_credits_amount || '}'
                end
            ],
            credit -> credit is not null
        ) as credit_list
    from gcp_charges

)

select
    '01A2B3-C4D5E6-F70819' as billing_account_id,
    service_id,
    service_description,
    sku_id,
    sku_description,
    usage_start_time,
    usage_end_time,
    project_id,
    project_number,
    project_id as project_name,
    labels,
    location as location_location,
    case when location <> 'global' then 'US' end as location_country,
    case when location like 'us-%' then location end as location_region,
    zone as location_zone,
    resource_name,
    resource_global_name,
    cost,
    'USD' as currency,
    cast(1 as decimal(18, 6)) as currency_conversion_rate,
    case
        when adjustment_id is null
            then cast(
                cast(micro_quantity as decimal(22, 0))
                * cast(units_per_pricing_unit as decimal(16, 0))
                * 0.000001 as decimal(38, 6)
            )
    end as usage_amount,
    usage_unit,
    case
        when adjustment_id is null
            then cast(cast(micro_quantity as decimal(24, 0)) * 0.000001 as decimal(18, 6))
    end as usage_amount_in_pricing_units,
    pricing_unit as usage_pricing_unit,
    strftime(getvariable('billing_month'), '%Y%m') as invoice_month,
    cost_type,
    'GOOGLE' as transaction_type,
    'Google LLC' as seller_name,
    subscription_instance_id,
    export_time,
    cost_at_list,
    cast(cast(price_ten_billionths as decimal(18, 0)) * 0.0000000001 as decimal(18, 10))
        as price_effective_price,
    pricing_unit as price_unit,
    adjustment_id as adjustment_info_id,
    case
        when adjustment_id is not null then 'Queries that were retried had been billed twice'
    end as adjustment_info_description,
    case when adjustment_id is not null then 'MANUAL_ADJUSTMENT' end as adjustment_info_mode,
    case when adjustment_id is not null then 'GENERAL_ADJUSTMENT' end as adjustment_info_type,
    '[' || array_to_string(credit_list, ',') || ']' as credits,
    credits_amount,
    commitment_credits_amount,
    promotion_credits_amount
from credit_lists
