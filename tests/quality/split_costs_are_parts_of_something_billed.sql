-- Resources that costs are said to be parts of, and that have no line of their own in that month.
{{ config(severity='warn') }}

with

lines as (select * from {{ ref('stg_aws_cur__lines') }}),

parents as (

    select
        source_name,
        billing_month,
        split_parent_resource_id as resource_id
    from lines
    where is_booked and split_parent_resource_id is not null
    group by source_name, billing_month, split_parent_resource_id

),

parents_with_lines as (

    select
        parents.source_name,
        parents.billing_month,
        parents.resource_id,
        count(lines.resource_id) as line_count
    from parents
    left join lines
        on
            parents.source_name = lines.source_name
            and parents.billing_month = lines.billing_month
            and parents.resource_id = lines.resource_id
            and lines.is_booked
            and lines.split_parent_resource_id is null
    group by parents.source_name, parents.billing_month, parents.resource_id

)

select * from parents_with_lines
where line_count = 0
