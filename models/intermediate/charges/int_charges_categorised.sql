with

charges as (select * from {{ ref('int_charges_unioned') }}),

service_categories as (select * from {{ ref('service_categories') }}),

-- Native exports do not name FOCUS service categories: a seed does.
charges_with_category as (

    select
        {% for name in charge_column_names() %}
        {% if name in ('service_category', 'service_subcategory') %}
        coalesce(charges.{{ name }}, service_categories.{{ name }}) as {{ name }},
        {% elif not loop.last %}
        charges.{{ name }},
        {% else %}
        charges.{{ name }}
        {% endif %}
        {% endfor %}
    from charges
    left join service_categories
        on
            charges.provider_name = service_categories.provider_name
            and charges.service_name = service_categories.service_name

)

select * from charges_with_category
