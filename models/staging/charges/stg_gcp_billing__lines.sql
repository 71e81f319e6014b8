with

source as (select * from {{ source('gcp_billing', 'lines') }}),

lines as (

    select
        source_name,
        delivery,
        is_booked,
        is_reposted,
        billing_account_id,
        project_id as sub_account_id,
        project_name as sub_account_name,
        seller_name as invoice_issuer_name,
        service_description as service_name,
        sku_id,
        sku_description,
        coalesce(sku_description like 'Commitment%', false) as is_commitment_fee,
        cost_type,
        transaction_type,
        coalesce(location_region, location_location) as region_id,
        location_zone as availability_zone,
        coalesce(resource_global_name, resource_name) as resource_id,
        resource_name,
        subscription_instance_id,
        adjustment_info_mode,
        usage_unit,
        usage_pricing_unit as pricing_unit,
        labels as tags,
        currency as billing_currency,
        {{ money('cost') }} as contracted_cost,
        {{ money('cost_at_list') }} as list_cost,
        {{ money('credits_amount') }} as credits_credit,
        {{ money('coalesce(commitment_credits_amount, 0)') }} as commitment_credit,
        {{ money('price_effective_price') }} as contracted_unit_price,
        cast(usage_amount as {{ type_quantity() }}) as consumed_quantity,
        cast(usage_amount_in_pricing_units as {{ type_quantity() }}) as pricing_quantity,
        cast(usage_start_time as {{ dbt.type_timestamp() }}) as charge_period_start,
        cast(usage_end_time as {{ dbt.type_timestamp() }}) as charge_period_end,
        billing_month
    from source

)

select * from lines
