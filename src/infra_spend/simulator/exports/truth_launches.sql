select
    event_id,
    kind,
    service_id,
    workload,
    start_date,
    end_date,
    cast(factor as decimal(8, 4)) as factor
from events
where kind = 'launch'
order by event_id
