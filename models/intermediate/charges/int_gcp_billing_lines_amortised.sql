with

lines as (

    select * from {{ ref('stg_gcp_billing__lines') }}
    where not is_commitment_fee and commitment_credit = 0

),

commitment_lines as (select * from {{ ref('int_gcp_commitment_lines_amortised') }}),

lines_amortised as (

    select
        {% for name in gcp_line_column_names() %}
        {{ name }},
        {% endfor %}
        cast(0 as {{ type_money() }}) as moved_cost,
        cast(null as {{ type_money() }}) as commitment_covered_cost
    from lines
    union all
    select
        {% for name in gcp_line_column_names() %}
        {{ name }},
        {% endfor %}
        moved_cost,
        commitment_covered_cost
    from commitment_lines

)

select * from lines_amortised
