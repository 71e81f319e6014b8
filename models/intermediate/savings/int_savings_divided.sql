with

costs as (select * from {{ ref('int_costs_owned') }}),

-- Every cost is in one part: usage with a public price and the fees of commitments, which are the
-- base of savings; spot; usage without a public price; what has no price at all.
costs_with_part as (

    select
        billing_month,
        owner_id,
        provider_name,
        service_name,
        reporting_currency,
        list_cost,
        contracted_cost,
        effective_cost,
        case
            when cost_type = 'commitment_fee' then 'commitment_fee'
            when cost_type in ('credit', 'adjustment') then 'credit'
            when cost_type <> 'usage' then cost_type
            when not is_list_priced then 'unpriced'
            when pricing_category = 'Dynamic' then 'spot'
            else 'usage'
        end as savings_part
    from costs

),

-- A fee has no list cost here: it is in the list cost of the usage that it covers.
savings_divided as (

    select
        billing_month,
        owner_id,
        provider_name,
        service_name,
        reporting_currency,
        sum(case when savings_part = 'usage' then list_cost else 0 end) as list_cost,
        sum(case when savings_part = 'usage' then contracted_cost else 0 end) as contracted_cost,
        sum(case when savings_part in ('usage', 'commitment_fee') then effective_cost else 0 end)
            as effective_cost,
        sum(case when savings_part = 'commitment_fee' then effective_cost else 0 end)
            as commitment_fee_effective_cost,
        sum(case when savings_part = 'spot' then list_cost else 0 end) as spot_list_cost,
        sum(case when savings_part = 'spot' then effective_cost else 0 end)
            as spot_effective_cost,
        sum(case when savings_part = 'unpriced' then effective_cost else 0 end) as unpriced_cost,
        sum(case when savings_part = 'purchase' then effective_cost else 0 end)
            as purchase_effective_cost,
        sum(case when savings_part = 'credit' then effective_cost else 0 end)
            as credit_effective_cost,
        sum(case when savings_part = 'tax' then effective_cost else 0 end) as tax_effective_cost
    from costs_with_part
    group by billing_month, owner_id, provider_name, service_name, reporting_currency

)

select * from savings_divided
