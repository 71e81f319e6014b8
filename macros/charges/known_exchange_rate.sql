{# The rate of a currency to the reporting currency on a day: one for itself, and an error that names
   currency and day where there is none, because guessing one would move money. #}
{% macro known_exchange_rate(currency, exchange_rate, day) -%}
    case
        when {{ currency }} = '{{ var("reporting_currency") }}' then cast(1 as {{ type_exchange_rate() }})
        when {{ exchange_rate }} is not null then {{ exchange_rate }}
        else {{ raise_error(
            "concat('no exchange rate from ', " ~ currency ~ ", ' to " ~ var("reporting_currency")
            ~ " on ', " ~ day ~ ", ': add a row to seeds/charges/exchange_rates.csv')",
            type_exchange_rate()
        ) }}
    end
{%- endmacro %}
