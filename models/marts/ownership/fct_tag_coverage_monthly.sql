with

tags as (select * from {{ ref('int_tags_covered') }}),

tag_coverage as (

    select
        billing_month,
        source_name,
        provider_name,
        attribute_name,
        reporting_currency,
        cast(effective_cost as {{ type_money() }}) as effective_cost,
        cast(tagged_effective_cost as {{ type_money() }}) as tagged_effective_cost,
        cast(owner_named_effective_cost as {{ type_money() }}) as owner_named_effective_cost,
        {{ bounded_ratio('tagged_effective_cost', 'effective_cost') }} as tagged_ratio,
        {{ bounded_ratio('owner_named_effective_cost', 'effective_cost') }}
            as owner_named_ratio
    from tags

)

select * from tag_coverage
