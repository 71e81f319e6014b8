-- The charges as a FOCUS Cost and Usage dataset, with the names of the landing zone.
with

tagged_meters as (

    select
        model_api_meters.meter_number,
        service_teams.valid_from_date,
        coalesce(service_teams.valid_to_date, date '9999-01-01') as valid_to_date,
        case
            when model_api_meters.tag_fault = 'untagged'
                then cast(map {} as map(varchar, varchar))
            else map {
                'team': tagged_team(
                    model_api_meters.tag_fault,
                    service_teams.team_id,
                    service_teams.first_team_id,
                    model_api_meters.wrong_team_id,
                    misspelt_team(service_teams.team_id, model_api_meters.key_number, 'team ')
                ),
                'service': model_api_meters.owning_service_id,
                'environment': model_api_meters.environment_tag
            }
        end as tags
    from model_api_meters
    inner join service_teams on model_api_meters.owning_service_id = service_teams.service_id

),

charges as (

    select
        model_api_charges.* exclude (billed_cost),
        cast(cast(billed_cost as decimal(26, 0)) * 0.0000000001 as decimal(28, 10)) as billed_cost,
        cast(cast(price_ten_thousandths as decimal(22, 0)) * 0.0001 as decimal(18, 4))
            as unit_price,
        cast(cast(tokens as decimal(24, 0)) * 0.000001 as decimal(24, 6)) as million_tokens
    from model_api_charges

)

select
    'OpenAI' as provider_name,
    'OpenAI' as publisher_name,
    'OpenAI' as service_provider_name,
    'Microsoft' as host_provider_name,
    'OpenAI, LLC' as invoice_issuer_name,
    case when getvariable('known_at') >= charges.invoice_issued_at then charges.invoice_id end
        as invoice_id,
    'org-company' as billing_account_id,
    'Company' as billing_account_name,
    'Organization' as billing_account_type,
    model_api_meters.project_id as sub_account_id,
    model_api_meters.pillar_id as sub_account_name,
    case when model_api_meters.project_id is not null then 'Project' end as sub_account_type,
    cast(getvariable('billing_month') as timestamp) as billing_period_start,
    cast(getvariable('billing_month') as timestamp) + interval 1 month as billing_period_end,
    cast(charges.charge_date as timestamp) as charge_period_start,
    cast(charges.charge_date as timestamp) + to_days(cast(charges.charge_days as integer))
        as charge_period_end,
    charges.charge_category,
    cast(null as varchar) as charge_class,
    case
        when charges.charge_category = 'Usage'
            then model_api_meters.sku_id || ': ' || model_api_meters.sku_meter
        else 'Rounding to whole cents'
    end as charge_description,
    case when charges.charge_category = 'Usage' then 'Usage-Based' else 'One-Time' end
        as charge_frequency,
    charges.billed_cost,
    charges.billed_cost as effective_cost,
    charges.billed_cost as list_cost,
    charges.billed_cost as contracted_cost,
    charges.unit_price as list_unit_price,
    charges.unit_price as contracted_unit_price,
    'USD' as billing_currency,
    case when charges.charge_category = 'Usage' then 'Standard' end as pricing_category,
    charges.million_tokens as pricing_quantity,
    case when charges.charge_category = 'Usage' then '1000000 Tokens' end as pricing_unit,
    'USD' as pricing_currency,
    charges.unit_price as pricing_currency_contracted_unit_price,
    charges.billed_cost as pricing_currency_effective_cost,
    charges.unit_price as pricing_currency_list_unit_price,
    cast(charges.tokens as decimal(24, 0)) as consumed_quantity,
    case when charges.charge_category = 'Usage' then 'Tokens' end as consumed_unit,
    'OpenAI API' as service_name,
    'AI and Machine Learning' as service_category,
    'Generative AI' as service_subcategory,
    model_api_meters.sku_id || '-' || model_api_meters.token_kind as sku_id,
    model_api_meters.sku_meter,
    model_api_meters.sku_id || '-' || model_api_meters.token_kind || '-'
    || charges.price_ten_thousandths as sku_price_id,
    model_api_meters.resource_id,
    model_api_meters.owning_service_id as resource_name,
    case when model_api_meters.resource_id is not null then 'API Key' end as resource_type,
    coalesce(tagged_meters.tags, cast(map {} as map(varchar, varchar))) as tags
from charges
left join model_api_meters on charges.meter_number = model_api_meters.meter_number
left join tagged_meters
    on
        charges.meter_number = tagged_meters.meter_number
        and tagged_meters.valid_from_date <= charges.charge_date
        and tagged_meters.valid_to_date > charges.charge_date
