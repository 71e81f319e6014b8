-- What several queries work out the same way; run once when the world is loaded.

-- How much of what is expected comes about: parts per million, so many above or below all of it.
create or replace macro noise_ppm(number, day_number, spread_ppm) as
    1000000 - spread_ppm + (number * 7919 + day_number * 104729) % (2 * spread_ppm + 1);

-- Millionths of the unit that a meter uses in a period of so many hours: a steady one its base, one
-- that follows demand as much of it as lies between its floor and its cap.
create or replace macro metered_quantity(
    is_steady,
    base_micro_quantity,
    floor_micro_quantity,
    cap_micro_quantity,
    demand_ppm,
    hours,
    noise_ppm
) as case
    when is_steady then base_micro_quantity // 24 * hours
    when cap_micro_quantity < 4611686018427387904
        then least(
            greatest(
                (base_micro_quantity // 24 * hours // 1000) * demand_ppm // 1000
                - floor_micro_quantity // 24 * hours,
                0
            ),
            cap_micro_quantity // 24 * hours
        )
    else
        (base_micro_quantity // 24 * hours // 1000) * demand_ppm // 1000 // 1000 * noise_ppm // 1000
end;

-- What a tag names as team, null where there is none: a stale one names who started the service.
create or replace macro tagged_team(
    tag_fault, team_id, first_team_id, wrong_team_id, misspelt_team_id
) as case tag_fault
    when 'untagged' then null
    when 'wrong' then wrong_team_id
    when 'stale' then first_team_id
    when 'misspelt' then misspelt_team_id
    else team_id
end;

-- Three ways in which people write the name of a team, in turn.
create or replace macro misspelt_team(team_id, number, prefix) as case number % 3
    when 0
        then case
            when contains(team_id, '-') then replace(team_id, '-', '_')
            else team_id || '_team'
        end
    when 1 then left(team_id, length(team_id) - 1)
    else prefix || team_id
end;

-- So many millionths of a unit at a rate. One multiplication of doubles is the same on every
-- machine, and the result is written once, with ten places: nothing is added up in doubles.
create or replace macro cost_of(micro_quantity, rate) as
    cast(micro_quantity * (rate / 1e6) as decimal(18, 10));

-- A refund after the month is closed comes with a credit memo of its own.
create or replace macro aws_invoice_id(billing_month, billing_entity, line_type) as cast(
    100000000 + (year(billing_month) * 12 + month(billing_month)) * 7919 % 89999999 * 10
    + case when line_type = 'Refund' then 2 when billing_entity = 'AWS' then 0 else 1 end
    as varchar
);
