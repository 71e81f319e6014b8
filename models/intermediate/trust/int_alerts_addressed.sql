{%- set columns = [
    'alert_key', 'alert_kind', 'severity', 'owner_id', 'since_date', 'title', 'reason',
    'recommended_action', 'evidence_query',
] -%}

with

guardrails as (select * from {{ ref('int_guardrails_alerted') }}),

anomalies as (select * from {{ ref('int_anomalies_alerted') }}),

findings as (select * from {{ ref('int_findings_alerted') }}),

owners as (select * from {{ ref('int_owners_listed') }}),

contacts as (select * from {{ ref('int_owner_contacts') }}),

alerts as (

    select
        {% for column in columns %}
        {{ column }},
        {% endfor %}
        cast(null as {{ type_money() }}) as amount_cost,
        cast(null as {{ dbt.type_string() }}) as currency_code
    from guardrails
    union all
    select
        {% for column in columns %}
        {{ column }},
        {% endfor %}
        amount_cost,
        reporting_currency as currency_code
    from anomalies
    union all
    select
        {% for column in columns %}
        {{ column }},
        {% endfor %}
        amount_cost,
        billing_currency as currency_code
    from findings

),

parents as (

    select
        owner_id,
        max_by(parent_owner_id, valid_from_date) as parent_owner_id
    from owners
    group by owner_id

),

alerts_addressed as (

    select
        alerts.*,
        parents.parent_owner_id as escalation_owner_id,
        contacts.contact_email,
        contacts_above.contact_email as escalation_email
    from alerts
    left join parents
        on alerts.owner_id = parents.owner_id
    left join contacts
        on alerts.owner_id = contacts.owner_id
    left join contacts as contacts_above
        on parents.parent_owner_id = contacts_above.owner_id

)

select * from alerts_addressed
