with

faults as (

    select
        resource_id,
        account_id,
        tag_fault as fault,
        service_id,
        case when tag_fault = 'wrong' then min(wrong_team_id) end as tagged_team_id
    from meters
    where tag_fault <> 'none'
    group by resource_id, account_id, tag_fault, service_id

)

select * from faults
order by resource_id, account_id, fault, service_id
