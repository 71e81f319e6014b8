-- Whose every resource is in every interval, and what is wrong with its tags. `charge_key` is the
-- resource id on the bill.
with

charge_keys as (

    select
        'gcp' as source_name,
        resource_global_name as charge_key,
        owning_service_id,
        any_value(tag_fault) as tag_fault
    from gcp_meters
    group by resource_global_name, owning_service_id
    union all
    select
        'observability_saas' as source_name,
        resource_id as charge_key,
        owning_service_id,
        tag_fault
    from saas_meters
    union all
    select
        'model_api' as source_name,
        resource_id as charge_key,
        owning_service_id,
        any_value(tag_fault) as tag_fault
    from model_api_meters
    group by resource_id, owning_service_id

)

select
    charge_keys.source_name,
    charge_keys.charge_key,
    charge_keys.owning_service_id as service_id,
    service_teams.team_id,
    charge_keys.tag_fault,
    service_teams.valid_from_date,
    service_teams.valid_to_date
from charge_keys
inner join service_teams on charge_keys.owning_service_id = service_teams.service_id
order by charge_keys.source_name, charge_keys.charge_key, service_teams.valid_from_date
