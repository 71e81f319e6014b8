with

allocated_costs as (select * from {{ ref('int_costs_allocated') }}),

owned_costs as (select * from {{ ref('int_costs_owned_daily') }}),

query_costs as (select * from {{ ref('int_query_costs_split') }}),

gpus as (select * from {{ ref('int_gpus_daily') }}),

-- An engine and a GPU serve many: what they cost is the company's.
costs as (

    select
        'allocated' as cost_basis,
        charge_date,
        owner_id,
        provider_name,
        cast(null as {{ dbt.type_string() }}) as engine,
        cost_type,
        effective_cost
    from allocated_costs
    union all
    select
        'owned' as cost_basis,
        charge_date,
        owner_id,
        provider_name,
        cast(null as {{ dbt.type_string() }}) as engine,
        cost_type,
        effective_cost
    from owned_costs
    union all
    select
        'query_engine' as cost_basis,
        usage_date as charge_date,
        'company' as owner_id,
        cast(null as {{ dbt.type_string() }}) as provider_name,
        engine,
        'usage' as cost_type,
        effective_cost
    from query_costs
    union all
    select
        'gpu' as cost_basis,
        usage_date as charge_date,
        'company' as owner_id,
        cast(null as {{ dbt.type_string() }}) as provider_name,
        cast(null as {{ dbt.type_string() }}) as engine,
        'usage' as cost_type,
        effective_cost
    from gpus

)

select * from costs
