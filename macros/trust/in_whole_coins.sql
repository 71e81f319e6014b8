{# A cost rounded half up to the smallest coin of its currency. Engines round to a number of places
   only if it is a literal: currencies have 0, 2, 3 or 4 of them, and one that is unknown has 2. Each
   branch is cast, because a case takes the fewest places of its branches. #}
{% macro in_whole_coins(cost, decimal_place_count) -%}
    case {{ decimal_place_count }}
        when 0 then cast(round({{ cost }}, 0) as {{ type_money() }})
        when 3 then cast(round({{ cost }}, 3) as {{ type_money() }})
        when 4 then cast(round({{ cost }}, 4) as {{ type_money() }})
        else cast(round({{ cost }}, 2) as {{ type_money() }})
    end
{%- endmacro %}
