{#
    The type of a resource where its identifier tells it: `pod` of an AWS resource name such as
    arn:aws:eks:us-east-1:123456789012:pod/cluster/namespace, `instances` of a full Google Cloud
    name such as //compute.googleapis.com/projects/p/zones/z/instances/i; else null. AWS puts the type
    after the account, and leaves the account empty where there is no type (buckets).
#}
{% macro resource_type_from_id(resource_id) -%}
    case
        when {{ resource_id }} like 'arn:%' and split_part({{ resource_id }}, ':', 5) <> ''
            then nullif(split_part(split_part({{ resource_id }}, ':', 6), '/', 1), '')
        when {{ resource_id }} like '//%' then nullif(split_part({{ resource_id }}, '/', -2), '')
    end
{%- endmacro %}
