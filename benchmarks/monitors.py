"""What notices which fault of the simulator: `python -m benchmarks.monitors --write`.

Each fault is injected into the same company; what then warns, fails or stops a build is written
into docs/data_quality.md, beside what warns on companies without any fault.
"""

import argparse
import os
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

from benchmarks.simulate import simulate_company
from benchmarks.warehouse import PROJECT, Warehouse
from infra_spend.simulator.draws import Draws
from infra_spend.simulator.faults import FAULTS, inject

PAGE = PROJECT / "docs" / "data_quality.md"
HEADING = "## What was measured\n"
LINES_PER_MONTH = 10_000
# Faults hit one of six closed months, and a monitor learns from the days before.
MONTHS = 8
FAULT_SEED = 7
WORKERS = 4
KINDS = {
    "volume_anomaly": "volume",
    "freshness_anomaly": "freshness",
    "dimension_anomaly": "dimension",
    "column_anomaly": "column",
    "schema_stable": "schema",
}
# The staging model of each table that a fault may hit.
STAGED = {
    "aws_cur_lines": "stg_aws_cur__lines",
    "business_metrics": "stg_business_metrics__metrics",
    "invoices": "stg_invoices__invoices",
    "kubernetes_pod_usage": "stg_kubernetes__pod_usage",
    "org_owners": "stg_org__owners",
    "platform_usage": "stg_usage__platform_usage",
}
OTHER = "other test"
STOPPED = "build"
BUILD = ("build", "--exclude-resource-types", "unit_test", "--select")


@dataclass(frozen=True)
class Noticed:
    """A test that found rows, or the model or test at which the build stopped."""

    kind: str
    name: str


def main() -> None:
    """Inject the faults, build companies without one, and print or write what was noticed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.monitors", description=__doc__)
    parser.add_argument("faults", nargs="*", help="names of faults; all unless given")
    parser.add_argument("--seeds", type=int, default=10, help="companies without a fault")
    parser.add_argument("--folder", type=Path, help="where to put companies; removed at the end")
    parser.add_argument("--write", action="store_true", help=f"put the results into {PAGE.name}")
    arguments = parser.parse_args()
    faults = arguments.faults or list(FAULTS)
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        clean = Path(name) / "clean"
        simulate_company(clean, LINES_PER_MONTH, MONTHS, FAULT_SEED)
        # dbt runs in the process that asks for it, and has one warehouse in it.
        with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
            seeds = range(1, arguments.seeds + 1)
            of_seeds = pool.map(notice_in_company, repeat(Path(name)), seeds)
            of_faults = pool.map(notice_fault, repeat(clean), faults)
            noticed = dict(zip(faults, of_faults, strict=True))
            alarms = dict(zip(seeds, of_seeds, strict=True))
    text = _text(noticed, alarms)
    print(text)
    if arguments.write:
        kept = PAGE.read_text(encoding="utf-8").partition(HEADING)[0]
        PAGE.write_text(kept + HEADING + "\n" + text, encoding="utf-8")


def notice_in_company(folder: Path, seed: int) -> list[Noticed]:
    """Return what is noticed in a company without a fault; its landing zone is removed."""
    warehouse = Warehouse(folder / f"of_process_{os.getpid()}")
    simulate_company(warehouse.landing, LINES_PER_MONTH, MONTHS, seed)
    noticed = notice(warehouse, "path:models/staging")
    shutil.rmtree(warehouse.landing)
    print(f"seed {seed}: {', '.join(one.name for one in noticed)}", flush=True)
    return noticed


def notice_fault(clean: Path, fault: str) -> list[Noticed]:
    """Return what is noticed of a fault in a copy of a company; the copy is removed."""
    warehouse = Warehouse(clean.with_name(f"of_process_{os.getpid()}"))
    shutil.copytree(clean, warehouse.landing)
    record = inject(fault, warehouse.landing, Draws(FAULT_SEED))
    # The monitors of what is spoilt, and no other: nothing else has changed.
    noticed = notice(warehouse, STAGED[record.table.split("/")[1]])
    shutil.rmtree(warehouse.landing)
    print(f"{fault} ({record.detail}): {', '.join(one.name for one in noticed)}", flush=True)
    return noticed


def notice(warehouse: Warehouse, models: str) -> list[Noticed]:
    """Build models, and return what warned or failed of their tests, or stopped the build."""
    results = warehouse.target / "run_results.json"
    results.unlink(missing_ok=True)
    # Whether it succeeds is what is asked for.
    with suppress(RuntimeError):
        warehouse.dbt(*BUILD, models)
    if not results.exists():
        return [Noticed(STOPPED, "create_landing_views")]
    nodes = warehouse.read("manifest.json")["nodes"]
    noticed = []
    for result in warehouse.read("run_results.json")["results"]:
        node = nodes[result["unique_id"]]
        if result["status"] == "error":
            noticed.append(Noticed(STOPPED, node["name"]))
        elif result["status"] in ("warn", "fail"):
            kind = (node.get("test_metadata") or {}).get("name", OTHER)
            noticed.append(Noticed(KINDS.get(kind, OTHER), node["name"]))
    return noticed


def _text(noticed: dict[str, list[Noticed]], alarms: dict[int, list[Noticed]]) -> str:
    """Return the results as the page has them."""
    kinds = [*KINDS.values(), OTHER, STOPPED]
    caught = sum(bool(some) for some in noticed.values())
    lines = [
        f"`python -m benchmarks.monitors --write`, on companies of {MONTHS} months and"
        f" {LINES_PER_MONTH:,} AWS lines a month, without Elementary: {caught} of {len(noticed)}"
        " faults were noticed by the tests of the staging model they hit. A dot: a test of that"
        " kind noticed it; `build`: the build stopped.",
        "",
        f"| fault | {' | '.join(kinds)} | by |",
        f"|---|{'---|' * len(kinds)}---|",
    ]
    for fault, some in noticed.items():
        dots = ["●" if any(one.kind == kind for one in some) else "" for kind in kinds]
        names = ", ".join(f"`{one.name}`" for one in some) or "nothing"
        lines.append(f"| `{fault}` | {' | '.join(dots)} | {names} |")
    if alarms:
        false = [f"`{one.name}` (seed {seed})" for seed, some in alarms.items() for one in some]
        lines += [
            "",
            f"Without a fault, companies of {len(alarms)} seeds had {len(false)} alarms"
            f"{': ' if false else ''}{', '.join(false)}.",
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
