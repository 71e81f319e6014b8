{#
    Conservation: the groups in which a model and the relation it was made from disagree on the sum
    of any of the columns, by however little: money is exact. Either side may lack the group.

    compare_to: the relation; columns: the sums compared; group_by: the columns both sides have.
#}
{% test sums_match(model, compare_to, columns, group_by) %}

with

before as (

    select
        {{ group_by | join(', ') }},
        {% for column in columns %}
        sum({{ column }}) as {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ compare_to }}
    group by {{ group_by | join(', ') }}

),

after as (

    select
        {{ group_by | join(', ') }},
        {% for column in columns %}
        sum({{ column }}) as {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ model }}
    group by {{ group_by | join(', ') }}

)

select
    {% for column in group_by %}
    coalesce(before.{{ column }}, after.{{ column }}) as {{ column }},
    {% endfor %}
    {% for column in columns %}
    before.{{ column }} as {{ column }}_before,
    after.{{ column }} as {{ column }}_after{{ ',' if not loop.last }}
    {% endfor %}
from before
full outer join after
    on
    {% for column in group_by %}
        {{ 'and' if not loop.first }} before.{{ column }} is not distinct from after.{{ column }}
    {% endfor %}
where
    {% for column in columns %}
    {{ 'or' if not loop.first }} coalesce(before.{{ column }}, 0) <> coalesce(after.{{ column }}, 0)
    {% endfor %}

{% endtest %}
