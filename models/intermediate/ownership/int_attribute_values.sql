with

attribute_profiles as (select * from {{ ref('int_attribute_profiles') }}),

-- Tags are typed by people: blanks around them and their case carry no meaning.
attribute_values as (

    {% for attribute in ownership_attributes() %}
    select
        attribute_profile_key,
        '{{ attribute }}' as attribute_name,
        lower(trim({{ attribute }})) as attribute_value
    from attribute_profiles
    where trim({{ attribute }}) <> ''
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from attribute_values
