{%- set not_in_focus = [
    'source_name', 'export_format', 'delivery', 'billing_month',
    'tag_team', 'tag_environment', 'tag_service', 'tag_cost_center',
    'invoice_detail_id', 'commitment_program_eligibility_details',
    'service_category', 'host_provider_name',
] -%}

with

charges as (select * from {{ ref('fct_charges') }}),

-- FOCUS 1.3. ProviderName is kept beside its successor ServiceProviderName for older readers.
focus_charges as (

    select
        {% for name in charge_column_names() if name not in not_in_focus %}
        {{ name }} as {{ focus_name(name) }},
        {% endfor %}
        coalesce(service_category, 'Other') as ServiceCategory,
        provider_name as ServiceProviderName,
        coalesce(host_provider_name, provider_name) as HostProviderName
    from charges

)

select * from focus_charges
