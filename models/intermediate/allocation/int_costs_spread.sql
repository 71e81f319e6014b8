with

costs as (select * from {{ ref('int_costs_with_policy') }}),

shares as (select * from {{ ref('int_spread_shares') }}),

costs_to_spread as (

    select
        billing_month,
        charge_date,
        policy_id,
        scope_name,
        path_class,
        provider_name,
        service_name,
        cost_type,
        reporting_currency,
        {{ each_cost('cast(sum({cost}) as ' ~ type_money() ~ ')') }}
    from costs
    where
        policy_id is not null
        and (
            billed_cost <> 0 or effective_cost <> 0 or list_cost <> 0 or contracted_cost <> 0
        )
    group by all

),

costs_with_share as (

    select
        costs_to_spread.*,
        shares.owner_id,
        shares.share_ratio
    from costs_to_spread
    inner join shares
        on
            costs_to_spread.policy_id = shares.policy_id
            and costs_to_spread.billing_month = shares.billing_month
            and costs_to_spread.scope_name = shares.scope_name

),

costs_spread as (

    select
        charge_date,
        owner_id,
        policy_id,
        path_class,
        provider_name,
        service_name,
        cost_type,
        reporting_currency,
        {{ each_cost(conserved_share(
            '{cost}', 'share_ratio',
            [
                'charge_date', 'billing_month', 'policy_id', 'provider_name', 'service_name',
                'cost_type', 'reporting_currency',
            ],
            ['owner_id']
        )) }}
    from costs_with_share

)

select * from costs_spread
