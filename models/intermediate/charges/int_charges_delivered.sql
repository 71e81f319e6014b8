with

aws_cur_charges as (select * from {{ ref('int_aws_cur_charges') }}),

focus_charges as (select * from {{ ref('int_focus_charges') }}),

gcp_billing_charges as (select * from {{ ref('int_gcp_billing_charges') }}),

charges as (

    select
        is_booked,
        is_reposted,
        {{ charge_columns() }}
    from aws_cur_charges
    union all
    select
        is_booked,
        is_reposted,
        {{ charge_columns() }}
    from focus_charges
    union all
    select
        is_booked,
        is_reposted,
        {{ charge_columns() }}
    from gcp_billing_charges

)

select * from charges
