with

found as (select * from {{ ref('int_opportunities_found') }}),

-- What one detector finds in a scope is of different parts of it, and adds up.
detectors_of_scopes as (

    select
        scope_id,
        detector_id,
        reporting_currency,
        min(monthly_effective_cost) as monthly_effective_cost,
        sum(monthly_potential_cost) as monthly_potential_cost
    from found
    group by scope_id, detector_id, reporting_currency

),

scopes as (

    select
        *,
        min(monthly_effective_cost) over (partition by scope_id, reporting_currency)
            as scope_effective_cost,
        least(
            cast(monthly_potential_cost as double) / cast(monthly_effective_cost as double),
            0.999999999999999
        ) as saved_ratio
    from detectors_of_scopes

),

-- Best first: the next one finds only what the ones before have left of the cost. What is left is
-- a product, here of logarithms: rounded to a ratio, engines agree about it.
scopes_with_rest as (

    select
        *,
        cast(exp(sum(ln(1 - saved_ratio)) over (
            partition by scope_id, reporting_currency
            order by monthly_potential_cost desc, detector_id asc
            rows between unbounded preceding and current row
        )) as {{ type_ratio() }}) as rest_ratio
    from scopes

),

scopes_with_rests as (

    select
        *,
        lag(rest_ratio, 1, cast(1 as {{ type_ratio() }})) over (
            partition by scope_id, reporting_currency
            order by monthly_potential_cost desc, detector_id asc
        ) as rest_before_ratio
    from scopes_with_rest

),

scopes_netted as (

    select
        scope_id,
        detector_id,
        reporting_currency,
        monthly_potential_cost,
        {{ money('scope_effective_cost * rest_before_ratio') }}
        - {{ money('scope_effective_cost * rest_ratio') }} as monthly_net_potential_cost
    from scopes_with_rests

),

opportunities_netted as (

    select
        found.opportunity_id,
        {%- for name in opportunity_column_names() %}
        found.{{ name }},
        {%- endfor %}
        found.first_date,
        found.last_date,
        {{ conserved_share(
            'scopes.monthly_net_potential_cost',
            ratio('found.monthly_potential_cost', 'scopes.monthly_potential_cost'),
            ['found.scope_id', 'found.detector_id', 'found.reporting_currency'],
            ['found.opportunity_id']
        ) }} as monthly_net_potential_cost
    from found
    inner join scopes_netted as scopes
        on
            found.scope_id = scopes.scope_id
            and found.detector_id = scopes.detector_id
            and found.reporting_currency = scopes.reporting_currency

)

select * from opportunities_netted
