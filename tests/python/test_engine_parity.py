"""DuckDB and Spark make the same marts from the same landing zone, row by row."""

import json
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import SHARED_DATA, focus_row, write_csv
from mart_comparison import Comparison, compare
from warehouse import Warehouse

from infra_spend.engines.spark import find_iceberg_jar
from infra_spend.engines.thrift_server import HOST, thrift_server
from infra_spend.simulator.parameters import Parameters
from infra_spend.simulator.run import simulate

hive = pytest.importorskip("pyhive.hive", reason="the spark extra is not installed")
pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(find_iceberg_jar() is None, reason="Iceberg for Spark is not installed"),
]

SMALLEST_DIFFERENCE = 0.000001
SHARED_EXPORTS = {
    "clusters_bill": ("aws_cur", "ocp_on_aws/aws_cur_*.parquet"),
    "clusters_pods": ("kubernetes", "ocp_on_aws/ocp_pod_usage_*.parquet"),
    "clusters_volumes": ("kubernetes", "ocp_on_aws/ocp_storage_usage_*.parquet"),
    "generated": ("focus", "focus_toolkit/aws_focus_1_3_10k.parquet"),
    "sample": ("focus", "focus_sample_1000/focus_sample.csv"),
}
COMPANY = Parameters(months=2, lines_per_month=10_000)
WITHDRAWN, CHANGED, KEPT = "2025-01", "2025-02", "2025-03"
MONTHS_AND_FILES = (
    "select cast(partition.billing_month as string), file_path"
    " from intermediate.int_charges_daily.files"
)


@dataclass(frozen=True)
class Build:
    """The marts of Spark beside those of DuckDB, and how Spark comes by what grows with lines."""

    comparisons: dict[str, Comparison]
    # Of the table that is refreshed, by month.
    files: dict[str, set[str]]
    # Of the models that add to what they have.
    plans: dict[str, str]


@dataclass(frozen=True)
class Workshop(Warehouse):
    """A landing zone, both warehouses, and the port of the Thrift server of one of them."""

    port: int = 0

    @property
    def environment(self) -> dict[str, str]:
        thrift = {"INFRA_SPEND_THRIFT_HOST": HOST, "INFRA_SPEND_THRIFT_PORT": str(self.port)}
        return super().environment | thrift

    def refresh(self, target: str) -> None:
        """Fill all tables; views have no rows, and those of the landing zone are always made."""
        result = self.dbt("run", "--exclude", "config.materialized:view", target=target)
        assert result.returncode == 0, result.output[-5000:]

    def compare(self) -> Build:
        """Let Spark write its marts as Parquet, and DuckDB compare them with its own."""
        connection = hive.connect(
            HOST, self.port, configuration={"spark.sql.session.timeZone": "UTC"}
        )
        cursor = connection.cursor()
        comparisons = {}
        with duckdb.connect(str(self.settings.warehouse), read_only=True) as session:
            session.execute("set TimeZone = 'UTC'")
            for mart in self.marts():
                written = self.folder / "marts" / mart
                cursor.execute(
                    f"insert overwrite directory '{written}' using parquet"
                    f" select * from marts.{mart}"
                )
                found = f"read_parquet('{written}/*.parquet')"
                comparisons[mart] = compare(session, f"marts.{mart}", found)
        cursor.execute(MONTHS_AND_FILES)
        files: dict[str, set[str]] = {}
        for month, path in cursor.fetchall():
            files.setdefault(month[:7], set()).add(path)
        plans = {}
        for model in self.models():
            if model["config"]["materialized"] == "incremental" and model["language"] == "sql":
                cursor.execute(f"explain {model['compiled_code']}")
                plans[model["name"]] = cursor.fetchone()[0]
        connection.close()
        return Build(comparisons, files, plans)

    def marts(self) -> list[str]:
        return sorted(model["name"] for model in self.models() if model["schema"] == "marts")

    def models(self) -> list[dict[str, Any]]:
        manifest = json.loads((self.target_path("spark") / "manifest.json").read_text())
        nodes: list[dict[str, Any]] = list(manifest["nodes"].values())
        return [node for node in nodes if node["resource_type"] == "model"]


def handmade(path: Path, costs: dict[str, str]) -> Path:
    return write_csv(
        path,
        [
            focus_row(
                BillingPeriodStart=f"{month}-01T00:00:00Z",
                ChargePeriodStart=f"{month}-02T00:00:00Z",
                ChargePeriodEnd=f"{month}-03T00:00:00Z",
                BilledCost=cost,
                EffectiveCost=cost,
            )
            for month, cost in costs.items()
        ],
    )


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Land a simulated company, real bills where they are, and three months by hand."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    workshop = Workshop(tmp_path_factory.mktemp("parity"), port=port)
    folder, landing = workshop.folder, workshop.settings.landing
    simulate(COMPANY, landing, workshop.settings, [], lambda label, behind, total: None)
    if SHARED_DATA.is_dir():
        for source, (known, pattern) in SHARED_EXPORTS.items():
            workshop.land(known, SHARED_DATA / pattern, source=source)
    costs = {WITHDRAWN: "1.005", CHANGED: "-2.5", KEPT: "0.1"}
    workshop.land("focus", handmade(folder / "handmade.csv", costs), source="handmade")
    return workshop


@pytest.fixture(scope="module")
def builds(workshop: Workshop) -> Iterator[tuple[Build, Build]]:
    """Build all in a session; then change two months and refresh through a Thrift server."""
    for target in ("duckdb", "spark"):
        workshop.build("--exclude-resource-types", "unit_test", target=target)
    with thrift_server(workshop.project, workshop.environment, workshop.port):
        first = workshop.compare()
        landed = workshop.settings.landing / "handmade" / "focus_charges"
        shutil.rmtree(landed / f"billing_period={WITHDRAWN}")
        changed = handmade(workshop.folder / "changed.csv", {CHANGED: "3.75"})
        workshop.land("focus", changed, minutes=1, source="handmade")
        workshop.refresh("duckdb")
        workshop.refresh("spark_thrift")
        second = workshop.compare()
    yield first, second


@pytest.mark.parametrize("number", [0, 1], ids=["session, all months", "thrift, changed months"])
def test_every_mart_is_the_same(
    number: int, builds: tuple[Build, Build], capsys: pytest.CaptureFixture[Any]
) -> None:
    comparisons = builds[number].comparisons
    with capsys.disabled():
        for mart, seen in comparisons.items():
            print(
                f"\n{mart}: {seen.row_count:,} rows, difference {seen.largest_difference}", end=""
            )
    assert comparisons
    for mart, seen in comparisons.items():
        assert not seen.rows_without_twin, f"{mart}: {seen.rows_without_twin[:4]}"
        assert seen.largest_difference < SMALLEST_DIFFERENCE, mart


def test_a_refresh_touches_only_what_changed(builds: tuple[Build, Build]) -> None:
    before, after = (build.files for build in builds)
    assert before.keys() - after.keys() == {WITHDRAWN}
    assert {month for month in after if after[month] != before[month]} == {CHANGED}


def test_what_grows_with_lines_is_never_joined_with_everything(
    builds: tuple[Build, Build],
) -> None:
    """A cartesian product of two large sides is what a cluster does not survive."""
    plans = builds[0].plans
    assert "int_charges_daily" in plans
    assert all("Physical Plan" in plan for plan in plans.values())
    assert not {name for name, plan in plans.items() if "CartesianProduct" in plan}
