"""A warehouse of its own in a folder: its landing zone, dbt runs on it, and their bare SQL."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

PROJECT = Path(__file__).resolve().parents[1]
MEMORY = "4GB"
MODELS = ["--select", "+fct_costs_daily"]


@dataclass(frozen=True)
class Warehouse:
    """The landing zone, the database and dbt's files of an engine below ``folder``."""

    folder: Path
    engine: str = "duckdb"

    @property
    def landing(self) -> Path:
        """The folder that bills are written to."""
        return self.folder / "landing"

    @property
    def database(self) -> Path:
        """The file that dbt builds."""
        return self.folder / "warehouse.duckdb"

    @property
    def target(self) -> Path:
        """The folder of what dbt says of its runs."""
        return self.folder / f"target_{self.engine}"

    @property
    def environment(self) -> dict[str, str]:
        """What dbt and Spark read of where to work, and with how much memory."""
        return {
            "INFRA_SPEND_LANDING": str(self.landing),
            "INFRA_SPEND_DUCKDB": str(self.database),
            "INFRA_SPEND_SPARK": str(self.folder / "spark"),
            "INFRA_SPEND_MEMORY": MEMORY,
        }

    def dbt(self, *arguments: str) -> None:
        """Run dbt in this process; raises RuntimeError when it does not succeed."""
        os.environ.update(self.environment)
        from dbt.cli.main import dbtRunner

        folders = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
        outputs = ["--target-path", str(self.target), "--log-path", str(self.folder)]
        outputs += ["--target", self.engine]
        result = dbtRunner().invoke([*arguments, "--quiet", *folders, *outputs])
        if not result.success:
            raise RuntimeError(
                f"dbt {' '.join(arguments)} failed: {result.exception or 'see above'}"
            )

    def node_count(self) -> int:
        """Return the number of nodes of the last dbt run."""
        return len(self.read("run_results.json")["results"])

    def table_statements(self, changed_month: str | None = None) -> list[str]:
        """Return the statements that fill the tables of the last dbt run, without dbt.

        With ``changed_month``, YYYY-MM, that month is replaced where a model is incremental.
        """
        nodes = self.read("manifest.json")["nodes"]
        statements: list[str] = []
        for result in self.read("run_results.json")["results"]:
            node = nodes.get(result["unique_id"])
            if node is None or node["config"]["materialized"] not in ("table", "incremental"):
                continue
            relation, query = result["relation_name"], result["compiled_code"]
            if changed_month and node["config"]["materialized"] == "incremental":
                statements += [
                    f"create or replace temp table changed as {query}",
                    f"delete from {relation} where billing_month = date '{changed_month}-01'",
                    f"insert into {relation} from changed",
                ]
            else:
                statements.append(f"create or replace table {relation} as {query}")
        return statements

    def read(self, name: str) -> Any:
        """Return what dbt wrote of its last run into a file of the target folder."""
        return json.loads((self.target / name).read_text(encoding="utf-8"))


def run_sql(database: Path, statements: list[str]) -> None:
    """Run statements with the settings that the project's profile gives to dbt."""
    with duckdb.connect(str(database)) as session:
        session.execute("set enable_progress_bar = false")
        session.execute("set preserve_insertion_order = false")
        session.execute("set TimeZone = 'UTC'")
        session.execute(f"set memory_limit = '{MEMORY}'")
        for statement in statements:
            session.execute(statement)


def check_equal(
    database: Path, other: Path, table: str, other_table: str, left_out: str | None = None
) -> None:
    """Raise ValueError unless two tables of two databases have the same rows.

    ``left_out`` names the columns, with commas between, that only the other table has.
    """
    with duckdb.connect(str(database), read_only=True) as session:
        session.execute(f"attach '{other}' as other (read_only)")
        columns = f"* exclude ({left_out})" if left_out else "*"
        ours, theirs = f"from {table}", f"select {columns} from other.{other_table}"
        differing = session.execute(
            f"select count(*) from (({ours} except all {theirs})"
            f" union all ({theirs} except all {ours}))"
        ).fetchone()
    if differing != (0,):
        raise ValueError(f"{table} and {other_table} differ in {differing} rows")
