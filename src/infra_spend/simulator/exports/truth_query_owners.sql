-- One row per engine, user and queue: the service or platform that its queries really run for.
select
    engine,
    user_name,
    queue_name,
    consumer,
    consumer_type
from query_streams
group by engine, user_name, queue_name, consumer, consumer_type
order by engine, user_name, queue_name, consumer
