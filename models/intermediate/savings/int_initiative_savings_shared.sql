with

effects as (

    select * from {{ ref('int_initiative_effects_measured') }}
    where savings_month is not null

),

-- Each initiative on the same usage was measured as if it were alone: together they saved what
-- usage is below the highest of what was expected, and no more.
savings_compared as (

    select
        *,
        cast(expected_list_cost - actual_list_cost as {{ type_money() }}) as saving_list_cost,
        cast(
            case
                when verdict = 'saving' and expected_list_cost > actual_list_cost
                    then expected_list_cost - actual_list_cost
                else 0
            end as {{ type_money() }}
        ) as counted_list_cost
    from effects

),

savings_together as (

    select
        target_owner_id,
        usage_kind,
        savings_month,
        max(counted_list_cost) as drop_list_cost,
        sum(counted_list_cost) as counted_list_cost
    from savings_compared
    group by target_owner_id, usage_kind, savings_month

),

savings_shared as (

    select
        savings.initiative_id,
        savings.savings_month,
        savings.saving_list_cost,
        case
            when savings.verdict = 'not distinguishable' then null
            when savings.counted_list_cost = 0 then savings.saving_list_cost
            else
                {{ money(
                    'savings.counted_list_cost * '
                    ~ ratio('together.drop_list_cost', 'together.counted_list_cost')
                ) }}
        end as realised_list_cost
    from savings_compared as savings
    inner join savings_together as together
        on
            savings.target_owner_id = together.target_owner_id
            and savings.usage_kind = together.usage_kind
            and savings.savings_month = together.savings_month

)

select * from savings_shared
