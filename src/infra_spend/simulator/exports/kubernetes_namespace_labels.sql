-- The labels of the namespaces of one cluster, once a day. A namespace of one service names the
-- team of the month; one of a team names the team it was made for, whatever has become of it.
with

namespaces as (

    select
        namespaces.cluster_id,
        namespaces.namespace,
        case
            when namespaces.is_labelled
                then map {
                    'label_kubernetes_io_metadata_name': namespaces.namespace,
                    'label_team': coalesce(service_teams.team_id, namespaces.team_id)
                }
            else map {'label_kubernetes_io_metadata_name': namespaces.namespace}
        end as namespace_labels
    from kubernetes_namespaces as namespaces
    left join service_teams
        on
            namespaces.service_id = service_teams.service_id
            and getvariable('billing_month') >= service_teams.valid_from_date
            and getvariable('billing_month')
            < coalesce(service_teams.valid_to_date, date '9999-01-01')
    where namespaces.cluster_id = getvariable('source')

)

select
    cast(getvariable('billing_month') as timestamp) as report_period_start,
    cast(getvariable('billing_month') as timestamp) + interval 1 month as report_period_end,
    cast(days.charge_date as timestamp) as interval_start,
    cast(days.charge_date as timestamp) + interval 86399 seconds as interval_end,
    namespaces.cluster_id,
    namespaces.namespace,
    namespaces.namespace_labels
from namespaces
cross join days
where
    days.billing_month = getvariable('billing_month')
    and days.charge_date < cast(getvariable('known_at') as date)
