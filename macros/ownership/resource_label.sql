{#
    What a resource without tags is called, without what makes it one of many: the last part of its name
    or id, without a generated ending. Resources are many, so where tags say whose they are, it is empty;
    and where nothing was charged.
#}
{% macro resource_label() -%}
    case
        when tag_service is null and tag_team is null and effective_cost <> 0
            then
                regexp_replace(
                    regexp_replace(
                        lower(coalesce(metered_name, nullif(resource_name, ''), resource_id)), '^.*[/:]', ''
                    ),
                    '-[0-9a-f]{6,}$', ''
                )
    end
{%- endmacro %}
