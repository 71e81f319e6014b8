{# Whether an engine runs Elementary's models: its merge needs minutes a model on Spark. #}
{% macro elementary_runs_here() %}
    {{ return(adapter.dispatch('elementary_runs_here')()) }}
{% endmacro %}

{% macro default__elementary_runs_here() %}
    {{ return(true) }}
{% endmacro %}

{% macro spark__elementary_runs_here() %}
    {{ return(false) }}
{% endmacro %}
