with

charges as (select * from {{ ref('int_charges_converted') }}),

attribute_values as (select * from {{ ref('int_attribute_values') }}),

attribute_owners as (select * from {{ ref('int_attribute_owners') }}),

costs_by_profile as (

    select
        billing_month,
        source_name,
        provider_name,
        attribute_profile_key,
        reporting_currency,
        sum(effective_cost) as effective_cost
    from charges
    where charge_category = 'Usage'
    group by all

),

tags as (

    {% for tag in ownership_attributes() if tag.startswith('tag_') %}
    select '{{ tag }}' as attribute_name
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- What names no owner may still be a value of its own: an environment, a cost centre.
tags_covered as (

    select
        costs_by_profile.billing_month,
        costs_by_profile.source_name,
        costs_by_profile.provider_name,
        tags.attribute_name,
        costs_by_profile.reporting_currency,
        sum(costs_by_profile.effective_cost) as effective_cost,
        sum(
            case
                when attribute_values.attribute_value is not null
                    then costs_by_profile.effective_cost
                else 0
            end
        ) as tagged_effective_cost,
        sum(
            case
                when attribute_owners.owner_id is not null then costs_by_profile.effective_cost
                else 0
            end
        ) as owner_named_effective_cost
    from costs_by_profile
    cross join tags
    left join attribute_values
        on
            costs_by_profile.attribute_profile_key = attribute_values.attribute_profile_key
            and tags.attribute_name = attribute_values.attribute_name
    left join attribute_owners
        on
            attribute_values.attribute_name = attribute_owners.attribute_name
            and attribute_values.attribute_value = attribute_owners.attribute_value
    group by all

)

select * from tags_covered
