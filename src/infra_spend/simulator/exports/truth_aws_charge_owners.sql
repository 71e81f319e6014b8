-- Whose each AWS resource really is, whatever its tags say.
select
    meters.resource_id,
    meters.account_id,
    meters.service_id,
    service_teams.team_id,
    service_teams.valid_from_date,
    service_teams.valid_to_date
from meters
inner join service_teams on meters.service_id = service_teams.service_id
-- The control plane of a cluster has several meters.
group by
    meters.resource_id,
    meters.account_id,
    meters.service_id,
    service_teams.team_id,
    service_teams.valid_from_date,
    service_teams.valid_to_date
