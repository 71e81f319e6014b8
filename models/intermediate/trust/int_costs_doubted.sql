with

trust_days as (select * from {{ ref('int_trust_days') }}),

invoices as (select * from {{ ref('int_invoices_reconciled') }}),

findings as (select * from {{ ref('int_data_findings') }}),

costs as (select * from {{ ref('int_costs_owned_daily') }}),

thresholds as (select * from {{ ref('close_thresholds') }}),

-- Of a month without an invoice nothing is known to be wrong.
months_untied as (

    select
        billing_month,
        count(*) as untied_invoice_count
    from invoices
    where reconciliation_status in ('unexplained', 'not_billed')
    group by billing_month

),

months_with_findings as (

    select
        billing_month,
        count(*) as finding_count
    from findings
    group by billing_month

),

-- Fees fall due on single days, so a day alone would say little.
costs_of_days as (

    select
        trust_days.trust_date,
        cast(sum(costs.effective_cost) as double) as effective_cost,
        cast(
            sum(case when costs.owner_id = 'unallocated' then costs.effective_cost else 0 end)
            as double
        ) as unallocated_cost
    from trust_days
    inner join costs
        on
            trust_days.trust_date >= costs.charge_date
            and cast({{ dbt.dateadd('day', -30, 'trust_days.trust_date') }} as date)
            < costs.charge_date
    group by trust_days.trust_date

),

costs_doubted as (

    select
        trust_days.trust_date,
        coalesce(months_untied.untied_invoice_count, 0) as untied_invoice_count,
        coalesce(months_with_findings.finding_count, 0) as finding_count,
        {{ ratio(
            'least(abs(costs_of_days.unallocated_cost), abs(costs_of_days.effective_cost))',
            'abs(costs_of_days.effective_cost)'
        ) }} as unallocated_ratio,
        thresholds.highest_ratio as highest_unallocated_ratio
    from trust_days
    left join months_untied
        on {{ month_of('trust_days.trust_date') }} = months_untied.billing_month
    left join months_with_findings
        on {{ month_of('trust_days.trust_date') }} = months_with_findings.billing_month
    left join costs_of_days
        on trust_days.trust_date = costs_of_days.trust_date
    left join thresholds
        on
            thresholds.check_name = 'allocation'
            and trust_days.trust_date >= thresholds.valid_from_date
            and trust_days.trust_date < coalesce(thresholds.valid_to_date, {{ far_future() }})

)

select * from costs_doubted
