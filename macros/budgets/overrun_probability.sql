{#
    How likely a landing is to be above a budget: of a distribution that is logistic on either side
    of its median, and so meets the three quantiles; a landing without a width is above or it is not.

    budget: the budget; p10, p50, p90: quantiles of the landing. Six places, as engines may differ in
    the last one of a power.
#}
{% macro overrun_probability(budget, p10, p50, p90) -%}
    {%- set distance = 'cast(' ~ budget ~ ' - ' ~ p50 ~ ' as double)' -%}
    {%- set width -%}
        cast(
            case when {{ budget }} < {{ p50 }} then {{ p50 }} - {{ p10 }} else {{ p90 }} - {{ p50 }} end
            as double
        )
    {%- endset -%}
    cast(
        case
            when {{ p50 }} is null or {{ budget }} is null then null
            when {{ width }} > 0
                then round(
                        1 / (1 + power(9, greatest(least({{ distance }} / nullif({{ width }}, 0), 50), -50))), 6
                    )
            when {{ budget }} < {{ p50 }} then 1
            else 0
        end as {{ type_ratio() }}
    )
{%- endmacro %}
