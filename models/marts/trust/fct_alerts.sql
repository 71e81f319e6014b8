with

alerts as (select * from {{ ref('int_alerts_addressed') }})

select
    alert_key,
    alert_kind,
    severity,
    owner_id,
    contact_email,
    escalation_owner_id,
    escalation_email,
    since_date,
    title,
    reason,
    recommended_action,
    evidence_query,
    amount_cost,
    currency_code
from alerts
