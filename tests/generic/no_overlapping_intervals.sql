{# The rows whose half-open interval (valid_from_date, valid_to_date) meets the next one of the same
   key, or ends before it starts. #}
{% test no_overlapping_intervals(model, columns) %}

with

intervals as (

    select
        {{ columns | join(', ') }},
        valid_from_date,
        coalesce(valid_to_date, {{ far_future() }}) as valid_to_date,
        lead(valid_from_date) over (
            partition by {{ columns | join(', ') }} order by valid_from_date
        ) as next_valid_from_date
    from {{ model }}

)

select *
from intervals
where valid_to_date > next_valid_from_date or valid_to_date <= valid_from_date

{% endtest %}
