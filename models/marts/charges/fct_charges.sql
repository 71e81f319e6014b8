with

charges as (select * from {{ ref('int_charges_categorised') }}),

-- Maps become JSON, which every reader understands.
charges_with_json as (

    select
        {% for name in charge_column_names() %}
        {% if name in ('tags', 'allocated_tags') %}
        {{ json_from_map(name) }} as {{ name }},
        {% elif not loop.last %}
        {{ name }},
        {% else %}
        {{ name }}
        {% endif %}
        {% endfor %}
    from charges

)

select * from charges_with_json
