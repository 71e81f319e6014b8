{# Conservation: the groups whose ratios do not sum to exactly one. #}
{% test ratios_sum_to_one(model, column, group_by) %}

select
    {{ group_by | join(',\n    ') }},
    sum({{ column }}) as {{ column }}
from {{ model }}
group by {{ group_by | join(', ') }}
having sum({{ column }}) <> 1

{% endtest %}
