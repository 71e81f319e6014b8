"""Review a change: build what it reaches in both versions, and compare."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from infra_spend.review.contracts import ContractChange, contract_changes, marts
from infra_spend.review.figures import MartChange, mart_changes
from infra_spend.review.versions import BUILT, Version, changed_files, two_versions
from infra_spend.settings import Settings

Show = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True)
class Review:
    """What a change touches (names by kind), what that reaches, and how contracts and rows differ.

    ``marts`` are those that the change reaches, ``boards`` the exposures that read them.
    """

    commit: str
    changed: dict[str, list[str]]
    marts: list[str]
    boards: list[str]
    contracts: list[ContractChange]
    figures: list[MartChange]


def review(settings: Settings, base: str, show: Show) -> Review:
    """Return what differs between HEAD and where it branched off ``base``.

    Both versions build what the change reaches, each in a copy of the warehouse, from the same
    landing zone. Raises InfraSpendError when one of them cannot be parsed or built.
    """
    with two_versions(settings, base) as (commit, old, new):
        with show("Parsing both versions"):
            old.dbt("parse")
            changed = _changed(new, old)
        before, after = old.manifest(), new.manifest()
        changed |= python_models_changed(after, changed_files(settings.project, commit))
        reached = reached_from(after, changed)
        found = sorted(
            node["name"] for node in marts(after).values() if node["unique_id"] in reached
        )
        contracts = contract_changes(before, after)
        figures: list[MartChange] = []
        if found:
            for version, manifest in ((old, before), (new, after)):
                with show(f"Building {version.folder.name}"):
                    _build(version, manifest, reached)
            with show("Comparing marts"):
                figures = mart_changes(old.warehouse, new.warehouse, found, settings.memory)
        return Review(
            commit,
            _by_kind(changed),
            found,
            sorted(
                exposure.get("label") or exposure["name"]
                for name, exposure in after["exposures"].items()
                if name in reached
            ),
            contracts,
            figures,
        )


def _changed(new: Version, old: Version) -> set[str]:
    """Return the ids of what HEAD has changed or added, by what dbt says."""
    output = new.dbt(
        *("ls", "--select", "state:modified", "--state", str(old.target)),
        *("--output", "json", "--output-keys", "unique_id"),
    )
    rows = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    return {row["unique_id"] for row in rows}


def python_models_changed(manifest: dict[str, Any], files: list[str]) -> set[str]:
    """Return the ids of Python models that import a changed part of the package.

    dbt does not look into it: to dbt a Python model is the few lines of its own file.
    """
    packages = {PurePath(file).parts[1:3] for file in files if file.startswith("src/infra_spend/")}
    modules = [f"{package}.{PurePath(part).stem}" for package, part in packages]
    return {
        node["unique_id"]
        for node in manifest["nodes"].values()
        if node.get("language") == "python"
        and any(module in node["raw_code"] for module in modules)
    }


def reached_from(manifest: dict[str, Any], changed: set[str]) -> set[str]:
    """Return what has changed among what has rows, and all that is made from it."""
    waiting = [name for name in changed if name.split(".")[0] in BUILT]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += manifest["child_map"].get(name, [])
    return reached


def _build(version: Version, manifest: dict[str, Any], reached: set[str]) -> None:
    """Build what the change reaches and this version has, anew."""
    built = [manifest["nodes"][name] for name in reached if name in manifest["nodes"]]
    names = sorted(node["name"] for node in built if node["resource_type"] in BUILT)
    if names:
        kinds = [word for kind in BUILT for word in ("--resource-type", kind)]
        version.dbt("build", "--full-refresh", *kinds, "--select", *names)


def _by_kind(changed: set[str]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for changed_id in sorted(changed):
        kind, _, name, *_ = changed_id.split(".")
        kinds.setdefault(kind, []).append(name)
    return kinds
