with

layers_valued as (select * from {{ ref('int_scenario_layers_valued') }}),

layers as (

    {% for layer in scenario_layers() %}
    select
        '{{ layer }}' as layer_name,
        {{ loop.index }} as layer_number,
        scenario_name,
        node_id,
        owner_id,
        cost_class,
        forecast_month,
        reporting_currency,
        {{ layer }}_effective_cost as effective_cost
    from layers_valued
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

layers_rounded_down as (

    select
        {{ scenario_leaf_names() | join(',\n        ') }},
        effective_cost,
        cast(floor(effective_cost * 100) * 0.01 as {{ type_money() }}) as whole_effective_cost
    from layers

),

-- Largest remainder: a layer is worth whole cents, and its leaves add up to them.
layers_ranked as (

    select
        {{ scenario_leaf_names() | join(',\n        ') }},
        whole_effective_cost,
        row_number() over (
            partition by layer_name, scenario_name, forecast_month, reporting_currency
            order by effective_cost - whole_effective_cost desc, node_id
        ) as remainder_rank,
        floor(
            100 * cast(sum(effective_cost) over (
                partition by layer_name, scenario_name, forecast_month, reporting_currency
            ) as {{ type_money() }}) + 0.5
        ) - 100 * cast(sum(whole_effective_cost) over (
            partition by layer_name, scenario_name, forecast_month, reporting_currency
        ) as {{ type_money() }}) as missing_cent_count
    from layers_rounded_down

),

layers_rounded as (

    select
        {{ scenario_leaf_names() | join(',\n        ') }},
        cast(
            whole_effective_cost
            + case when remainder_rank <= missing_cent_count then 0.01 else 0 end
            as {{ type_money() }}
        ) as effective_cost
    from layers_ranked

)

select * from layers_rounded
