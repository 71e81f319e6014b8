{%- set not_in_focus = [
    'source_name', 'export_format', 'delivery', 'billing_month',
    'tag_team', 'tag_environment', 'tag_service', 'tag_cost_center', 'is_list_priced',
    'commitment_payment_option', 'commitment_term_start', 'commitment_term_end',
    'commitment_covered_cost',
    'invoice_detail_id', 'commitment_program_eligibility_details',
] -%}

with

charges as (select * from {{ ref('int_charges_conformed') }}),

-- FOCUS 1.3. ProviderName is kept beside its successor ServiceProviderName for older readers.
focus_charges as (

    select
        {% for name in charge_column_names() if name not in not_in_focus %}
        {{ json_from_map(name) if name in ('tags', 'allocated_tags') else name }}
            as {{ focus_name(name) }},
        {% endfor %}
        provider_name as ServiceProviderName
    from charges

)

select * from focus_charges
