"""What a rule seed said before it was edited stays on record."""

from pathlib import Path

from warehouse import Warehouse

WITHOUT_TESTS = ("--exclude-resource-types", "test")
HISTORY = """
    select reason, dbt_valid_to is null from history.ownership_rules_history
    where rule_id = 'team_tag' order by dbt_valid_from
"""


def test_a_rule_that_was_edited_or_deleted_keeps_its_history(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    rules = warehouse.project / "seeds/ownership/ownership_rules.csv"
    select = ("--select", "ownership_rules", "ownership_rules_history", *WITHOUT_TESTS)
    warehouse.build(*select)
    [(reason, is_current)] = warehouse.rows(HISTORY)
    assert is_current
    warehouse.build(*select)
    assert warehouse.rows(HISTORY) == [(reason, True)]

    before = rules.read_text()
    rules.write_text(before.replace(reason, "Somebody changed their mind"))
    warehouse.build(*select)
    assert warehouse.rows(HISTORY) == [(reason, False), ("Somebody changed their mind", True)]

    kept = [line for line in before.splitlines() if not line.startswith("team_tag,")]
    rules.write_text("\n".join(kept) + "\n")
    warehouse.build(*select)
    assert [is_current for _, is_current in warehouse.rows(HISTORY)] == [False, False]
