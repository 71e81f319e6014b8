"""Who may read what: the grants of marts by target, and what is for finance only."""

from typing import Any

import pytest
import yaml
from conftest import PROJECT
from dbt.clients.jinja import get_rendered


@pytest.fixture(scope="module")
def marts() -> dict[str, Any]:
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())
    configured: dict[str, Any] = project["models"]["infra_spend"]["marts"]
    return configured


def grants(config: dict[str, Any], target: str, **names: str) -> object:
    """Return what dbt makes of the grants of a configuration where these variables are set."""
    context = {
        "target": {"type": target},
        "env_var": lambda name, default="": names.get(name, default),
    }
    return get_rendered(config["+grants"], context, native=True)


def test_marts_are_granted_to_readers_and_those_for_finance_to_finance(
    marts: dict[str, Any],
) -> None:
    names = {"INFRA_SPEND_READERS": "bi,teams", "INFRA_SPEND_FINANCE_READERS": "finance"}
    assert grants(marts, "spark", **names) == {"select": ["bi", "teams"]}
    for_finance = marts["trust"]["fct_restatements"]
    assert grants(for_finance, "spark", **names) == {"select": ["finance"]}


def test_what_is_for_finance_does_not_fall_back_on_other_readers(marts: dict[str, Any]) -> None:
    """An empty dict would: dbt merges it with the grants of the folder."""
    for_finance = marts["trust"]["fct_restatements"]
    assert grants(for_finance, "spark", INFRA_SPEND_READERS="bi") == {"select": []}


@pytest.mark.parametrize("target", ["duckdb", "spark"])
def test_nothing_is_granted_where_nobody_is_named(marts: dict[str, Any], target: str) -> None:
    assert grants(marts, target) == {}
    assert grants(marts["trust"]["fct_restatements"], target) == {}
