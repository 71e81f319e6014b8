{#
    The pinball loss of a quantile: what came above it costs its probability, what came below it
    the rest (Koenker and Bassett, 1978).

    actual: what came; quantile: what was said; probability: of being below it, as a number.
#}
{% macro pinball_loss(actual, quantile, probability) -%}
    cast({{ actual }} - {{ quantile }} as double)
    * ({{ probability }} - case when {{ actual }} < {{ quantile }} then 1 else 0 end)
{%- endmacro %}
