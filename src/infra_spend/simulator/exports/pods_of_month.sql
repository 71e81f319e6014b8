-- One row per pod of a service and per pod that runs on a node because every node runs it. Names
-- change once a month, as a deployment does.
with

service_pods as (

    select
        *,
        service_id as workload,
        md5(pod_number || '/' || getvariable('billing_month')) as digits
    from kubernetes_pods

),

node_pods as (

    select
        -(nodes_of_month.node_number * 10 + kubernetes_daemonsets.daemonset_number) - 1
            as pod_number,
        nodes_of_month.cluster_id,
        nodes_of_month.node_number,
        kubernetes_daemonsets.namespace,
        kubernetes_daemonsets.workload,
        kubernetes_daemonsets.cpu_ppm,
        kubernetes_daemonsets.memory_ppm,
        1000000 as request_ppm,
        500000 as usage_ppm,
        false as is_over_requested,
        true as is_bursting,
        md5(kubernetes_daemonsets.workload || nodes_of_month.node_number) as digits
    from nodes_of_month
    cross join kubernetes_daemonsets

),

pods as (

    select * from service_pods
    union all by name
    select * from node_pods

)

select
    * exclude (digits),
    workload || '-' || substr(digits, 1, 9) || '-' || substr(digits, 10, 5) as pod,
    substr(digits, 1, 8) || '-' || substr(digits, 9, 4) || '-4' || substr(digits, 13, 3) || '-a'
    || substr(digits, 16, 3) || '-' || substr(digits, 19, 12) as pod_uid,
    case
        -- A team that never moved to the recommended labels.
        when service_number % 17 = 5
            then map {'label_app': workload, 'label_pod_template_hash': substr(digits, 1, 9)}
        else map {
            'label_app_kubernetes_io_name': workload,
            'label_app_kubernetes_io_managed_by': 'helm',
            'label_pod_template_hash': substr(digits, 1, 9)
        }
    end as pod_labels
from pods
