with

postings as (select * from {{ ref('int_costs_posted') }}),

ledger as (

    select
        charge_date,
        hop_name,
        node,
        counterpart_node,
        rule_id,
        reporting_currency,
        {{ each_cost('cast({cost} as ' ~ type_money() ~ ')') }},
        is_source
    from postings

),

published_ledger as (

    {{ with_closed_months('ledger') }}

)

select * from published_ledger
