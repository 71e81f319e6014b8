-- One row per day on which a consumer's queries took far more of an engine than they ever did.
select
    days.charge_date,
    platform_edges.platform as engine,
    platform_edges.consumer
from platform_monsters
inner join days on platform_monsters.day_number = days.day_number
inner join platform_edges on platform_monsters.edge_number = platform_edges.edge_number
order by charge_date, engine, consumer
