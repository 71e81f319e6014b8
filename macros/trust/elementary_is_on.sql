{# Whether monitors are tests of the package Elementary: it is installed, and the engine runs it
   (docs/data_quality.md). #}
{% macro elementary_is_on() %}
    {{ return(elementary is defined and elementary_runs_here()) }}
{% endmacro %}
