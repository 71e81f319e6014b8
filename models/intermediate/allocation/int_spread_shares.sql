with

bases as (select * from {{ ref('int_spread_bases') }}),

shares as (

    select
        policy_id,
        billing_month,
        scope_name,
        owner_id,
        {{ ratio('basis_quantity', 'sum(basis_quantity) over policy_scope') }} as share_ratio
    from bases
    window policy_scope as (partition by policy_id, billing_month, scope_name)

)

select * from shares
