-- The charges as a FOCUS Cost and Usage dataset, with the names of the landing zone.
with

tagged_meters as (

    select
        saas_meters.meter_number,
        service_teams.valid_from_date,
        coalesce(service_teams.valid_to_date, date '9999-01-01') as valid_to_date,
        case
            when saas_meters.tag_fault = 'untagged'
                then cast(map {} as map(varchar, varchar))
            else map {
                'team': tagged_team(
                    saas_meters.tag_fault,
                    service_teams.team_id,
                    service_teams.first_team_id,
                    saas_meters.wrong_team_id,
                    misspelt_team(service_teams.team_id, saas_meters.meter_number, 'team ')
                ),
                'service': saas_meters.owning_service_id,
                'environment': saas_meters.environment_tag
            }
        end as tags
    from saas_meters
    inner join service_teams on saas_meters.owning_service_id = service_teams.service_id

),

charges_in_euros as (

    select
        saas_charges.* exclude (billed_cost, effective_cost, list_cost, contracted_cost),
        cast(cast(billed_cost as decimal(26, 0)) * 0.0000000001 as decimal(28, 10)) as billed_cost,
        cast(cast(effective_cost as decimal(26, 0)) * 0.0000000001 as decimal(28, 10))
            as effective_cost,
        cast(cast(list_cost as decimal(26, 0)) * 0.0000000001 as decimal(28, 10)) as list_cost,
        cast(cast(contracted_cost as decimal(26, 0)) * 0.0000000001 as decimal(28, 10))
            as contracted_cost
    from saas_charges

)

select
    'Dynatrace' as provider_name,
    'Dynatrace' as publisher_name,
    'Dynatrace' as service_provider_name,
    'AWS' as host_provider_name,
    'Dynatrace Austria GmbH' as invoice_issuer_name,
    case when getvariable('known_at') >= charges.invoice_issued_at then charges.invoice_id end
        as invoice_id,
    'company-eu' as billing_account_id,
    'Company Europe' as billing_account_name,
    'Account' as billing_account_type,
    case
        when saas_meters.environment = 'production' then 'kxq41207'
        when saas_meters.environment is not null then 'mfe90318'
    end as sub_account_id,
    case
        when saas_meters.environment = 'production' then 'production'
        when saas_meters.environment is not null then 'non-production'
    end as sub_account_name,
    case when saas_meters.environment is not null then 'Environment' end as sub_account_type,
    cast(getvariable('billing_month') as timestamp) as billing_period_start,
    cast(getvariable('billing_month') as timestamp) + interval 1 month as billing_period_end,
    cast(charges.charge_date as timestamp) as charge_period_start,
    cast(charges.charge_date as timestamp) + to_days(cast(charges.charge_days as integer))
        as charge_period_end,
    charges.charge_category,
    charges.charge_class,
    charges.charge_description,
    charges.charge_frequency,
    charges.billed_cost,
    charges.effective_cost,
    charges.list_cost,
    charges.contracted_cost,
    case
        when charges.micro_quantity is not null
            then cast(
                cast(charges.list_ten_thousandths as decimal(22, 0)) * 0.0001 as decimal(18, 4)
            )
        when charges.commitment_discount_status = 'Unused' then 1
        when charges.charge_category = 'Purchase' and charges.commitment_id is not null then 1
        when charges.charge_category = 'Purchase' then 4500
    end as list_unit_price,
    case
        when charges.micro_quantity is not null
            then cast(
                cast(charges.contract_ten_thousandths as decimal(22, 0)) * 0.0001 as decimal(18, 4)
            )
        else list_unit_price
    end as contracted_unit_price,
    'EUR' as billing_currency,
    case
        when charges.commitment_discount_status is not null then 'Committed'
        when charges.charge_category in ('Usage', 'Purchase') then 'Standard'
    end as pricing_category,
    case
        when charges.micro_quantity is not null
            then cast(cast(charges.micro_quantity as decimal(24, 0)) * 0.000001 as decimal(28, 10))
        when charges.commitment_discount_status = 'Unused' then charges.effective_cost
        when charges.charge_category = 'Purchase' and charges.commitment_id is not null
            then charges.billed_cost
        when charges.charge_category = 'Purchase' then 1
    end as pricing_quantity,
    case
        when charges.micro_quantity is not null then saas_meters.pricing_unit
        when pricing_quantity is null then null
        when charges.commitment_id is not null then 'EUR'
        else 'Months'
    end as pricing_unit,
    'EUR' as pricing_currency,
    contracted_unit_price as pricing_currency_contracted_unit_price,
    charges.effective_cost as pricing_currency_effective_cost,
    list_unit_price as pricing_currency_list_unit_price,
    case when charges.micro_quantity is not null then pricing_quantity end as consumed_quantity,
    case when charges.micro_quantity is not null then saas_meters.consumed_unit end
        as consumed_unit,
    'Dynatrace Platform' as service_name,
    'Management and Governance' as service_category,
    'Observability' as service_subcategory,
    case
        when saas_meters.meter_number is not null then saas_meters.sku_id
        when charges.commitment_id is not null then 'DPS-COMMITMENT'
        when charges.charge_category = 'Purchase' then 'ESS-SUPPORT'
    end as sku_id,
    case
        when saas_meters.meter_number is not null then saas_meters.sku_meter
        when charges.commitment_id is not null then 'Commitment'
        when charges.charge_category = 'Purchase' then 'Support'
    end as sku_meter,
    case
        when saas_meters.meter_number is not null then saas_meters.sku_price_id
        when charges.commitment_id is not null then 'DPS-COMMITMENT-EUR'
        when charges.charge_category = 'Purchase' then 'ESS-SUPPORT-EUR'
    end as sku_price_id,
    saas_meters.resource_id,
    case when saas_meters.meter_number is not null then saas_meters.owning_service_id end
        as resource_name,
    saas_meters.resource_type,
    case when saas_meters.meter_number is not null then 'eu-central-1' end as region_id,
    case when saas_meters.meter_number is not null then 'Europe (Frankfurt)' end as region_name,
    charges.commitment_id as commitment_discount_id,
    case when charges.commitment_id is not null then 'Dynatrace Platform Subscription' end
        as commitment_discount_name,
    case when charges.commitment_id is not null then 'Spend' end as commitment_discount_category,
    case when charges.commitment_id is not null then 'Annual Commitment' end
        as commitment_discount_type,
    charges.commitment_discount_status,
    case
        when charges.commitment_discount_status is not null then charges.effective_cost
        when charges.commitment_id is not null then charges.billed_cost
    end as commitment_discount_quantity,
    case when charges.commitment_id is not null then 'EUR' end as commitment_discount_unit,
    case
        when charges.commitment_discount_status = 'Used'
            then '{"Elements":[{"ContractId":"' || saas_commitments.contract_id
                || '","ContractCommitmentId":"' || saas_commitments.commitment_id
                || '","ContractCommitmentAppliedCost":' || charges.effective_cost || '}]}'
    end as contract_applied,
    coalesce(tagged_meters.tags, cast(map {} as map(varchar, varchar))) as tags
from charges_in_euros as charges
left join saas_meters on charges.meter_number = saas_meters.meter_number
left join saas_commitments on charges.commitment_id = saas_commitments.commitment_id
left join tagged_meters
    on
        charges.meter_number = tagged_meters.meter_number
        and tagged_meters.valid_from_date <= charges.charge_date
        and tagged_meters.valid_to_date > charges.charge_date
