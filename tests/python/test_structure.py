"""What the tree promises that no linter checks: pairs of files, places of things, working links."""

import re
from pathlib import Path

import pytest
import yaml
from conftest import PROJECT

from infra_spend.simulator.exports import known
from infra_spend.simulator.faults import FAULTS

MODELS = sorted((PROJECT / "models").rglob("*.sql"))
MACROS = sorted((PROJECT / "macros").rglob("*.sql"))
PAGES = sorted(
    [*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md"), *PROJECT.glob("benchmarks/*.md")]
)
ENGINES = re.compile(r"duckdb|spark", re.IGNORECASE)


def relative(path: Path) -> str:
    return str(path.relative_to(PROJECT))


@pytest.mark.parametrize("model", MODELS, ids=relative)
def test_a_model_has_its_description_beside_it(model: Path) -> None:
    assert f"name: {model.stem}\n" in model.with_suffix(".yml").read_text()


@pytest.mark.parametrize("model", MODELS, ids=relative)
def test_a_model_names_no_engine(model: Path) -> None:
    assert not ENGINES.search(model.read_text())


def test_a_close_builds_every_mart_that_it_freezes() -> None:
    kept = re.findall(
        r"closes_by: (\w+)", "".join(path.with_suffix(".yml").read_text() for path in MODELS)
    )
    selectors = yaml.safe_load((PROJECT / "selectors.yml").read_text())["selectors"]
    [close] = [selector for selector in selectors if selector["name"] == "monthly_close"]
    selected = [
        part["value"]
        for part in close["definition"]["union"]
        if part.get("method") == "config.meta.closes_by"
    ]
    assert set(kept) == set(selected)


@pytest.mark.parametrize("macro", MACROS, ids=relative)
def test_a_macro_file_says_what_its_macro_is(macro: Path) -> None:
    text = macro.read_text()
    assert text.startswith("{#"), "it starts with a comment"
    names = re.findall(r"{% (?:macro|materialization) (\w+)", text)
    assert any(name.split("__")[-1] == macro.stem for name in names)
    if macro.parent.name != "cross_db":
        assert not ENGINES.search(text), "engines differ in macros/cross_db only"


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
        assert (page.parent / link).exists(), link


def table(page: str, heading: str) -> list[list[str]]:
    """Return the cells of the first table under a heading of a page, without its head."""
    text = (PROJECT / page).read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def names(cells: list[str]) -> list[str]:
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def test_the_page_of_the_simulator_lists_every_fault_as_it_is() -> None:
    assert table("docs/simulator.md", "Faults") == [
        [
            f"`{name}`",
            fault.description[0].lower() + fault.description[1:].removesuffix("."),
            fault.expected,
        ]
        for name, fault in FAULTS.items()
    ]


def test_the_page_of_the_simulator_lists_every_truth() -> None:
    listed = names([row[0] for row in table("docs/simulator.md", "Truth")])
    assert sorted(listed) == sorted(
        truth.name for module in known.MODULES for truth in module.TRUTHS
    )


def test_the_page_of_the_simulator_lists_every_source_and_table() -> None:
    listed: set[tuple[str, str]] = set()
    for sources, tables, *_ in table("docs/simulator.md", "What is written"):
        listed |= {(source, name) for source in names([sources]) for name in names([tables])}
    written = {
        (
            export.source,
            re.sub("^kubernetes_.*", "kubernetes_*", export.identifier),
        )
        for module in known.MODULES
        for export in module.EXPORTS
    }
    assert listed == written


@pytest.mark.parametrize(
    ("path", "fewest"),
    [("requirements.lock", 100), ("tests/python/focus_validator/requirements.lock", 30)],
)
def test_a_lock_file_has_hashes_and_no_addresses(path: str, fewest: int) -> None:
    lock = (PROJECT / path).read_text()
    assert lock.count("--hash=sha256:") > lock.count("==") > fewest
    assert "://" not in lock
