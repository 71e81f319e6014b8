{%- set ratios = {
    'saved_ratio': '-effects.whole_estimate',
    'saved_lower_ratio': '-effects.whole_upper',
    'saved_upper_ratio': '-effects.whole_lower',
    'cross_check_ratio': '-effects.cross_check',
    'kept_ratio': 'effects.kept_ratio',
} -%}

with

effects as (select * from {{ ref('int_initiative_effects_made') }}),

initiatives as (select * from {{ ref('int_initiatives_staged') }}),

effects_measured as (

    select
        effects.initiative_id,
        initiatives.target_owner_id,
        initiatives.usage_kind,
        initiatives.reporting_currency,
        cast({{ dbt.date_trunc('month', 'effects.first_date') }} as date) as savings_month,
        effects.first_date as first_usage_date,
        effects.last_date as last_usage_date,
        {{ money('effects.expected') }} as expected_list_cost,
        {{ money('effects.actual') }} as actual_list_cost,
        {{ money('-effects.lower * effects.expected') }} as saving_upper_list_cost,
        {{ money('-effects.upper * effects.expected') }} as saving_lower_list_cost,
        -- What does not fit a ratio says nothing: next to nothing was used before.
        {% for name, saved in ratios.items() %}
        case when abs({{ saved }}) < 9.99 then cast({{ saved }} as {{ type_ratio() }}) end
            as {{ name }},
        {% endfor %}
        case
            when effects.whole_upper < 0 then 'saving'
            when effects.whole_lower > 0 then 'increase'
            else 'not distinguishable'
        end as verdict,
        cast(effects.donor_count as bigint) as donor_count,
        effects.method,
        effects.reason
    from effects
    inner join initiatives
        on effects.initiative_id = initiatives.initiative_id

)

select * from effects_measured
