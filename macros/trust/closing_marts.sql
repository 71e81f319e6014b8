{# The marts that a close freezes: the models whose meta has `closes_by`, the column that holds their
   day or month. #}
{% macro closing_marts() %}
    {{ return([] if not execute else
        graph.nodes.values() | selectattr('resource_type', 'equalto', 'model')
        | selectattr('config.meta.closes_by') | sort(attribute='name') | list
    ) }}
{% endmacro %}
