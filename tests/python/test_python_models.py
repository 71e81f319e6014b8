"""Python models: the types that cross over, what is refused, and runs on both targets of Spark."""

import re
import shutil
import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from conftest import PROJECT
from warehouse import Warehouse

from infra_spend.engines.frames import from_pandas, to_pandas
from infra_spend.engines.spark import exchange_folder, find_iceberg_jar
from infra_spend.engines.submission import WRITING_PART, run_python_model
from infra_spend.engines.thrift_server import HOST, thrift_server
from infra_spend.errors import InfraSpendError

DAY = date(2026, 3, 1)
WRITTEN = pa.schema({"charge_date": pa.date32(), "owner": pa.string(), "ratio": pa.float64()})


def test_decimals_become_the_doubles_next_to_them() -> None:
    query = "select date '2026-03-01' as day, 'a' as name, 0.1::decimal(38, 12) as quantity"
    with duckdb.connect() as session:
        frames = [to_pandas(session.sql(query)), to_pandas(session.sql(query).to_arrow_table())]
    for frame in frames:
        assert frame["quantity"].dtype == np.float64
        assert frame.to_dict("records") == [{"day": DAY, "name": "a", "quantity": 0.1}]


def test_what_would_not_fit_is_refused_before_it_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    table = pa.table({"ratio": np.zeros(100_000)})
    monkeypatch.setenv("INFRA_SPEND_MEMORY", "16MB")
    assert len(to_pandas(table)) == 100_000
    monkeypatch.setenv("INFRA_SPEND_MEMORY", "15 MiB")
    with pytest.raises(ValueError, match="reads 100,000 rows may hold 16 MB"):
        to_pandas(table)
    monkeypatch.setenv("INFRA_SPEND_MEMORY", "much")
    with pytest.raises(InfraSpendError, match="much: write a size such as 4GB"):
        to_pandas(table)


@pytest.mark.parametrize("day", [DAY, pd.Timestamp(DAY)], ids=["date", "timestamp"])
@pytest.mark.parametrize("rows", [1, 0])
def test_written_are_dates_text_and_doubles(day: object, rows: int) -> None:
    frame = pd.DataFrame({"charge_date": [day], "owner": ["a"], "ratio": [0.5]})[:rows]
    table = from_pandas(frame)
    assert table.schema == WRITTEN
    assert table.to_pylist() == [{"charge_date": DAY, "owner": "a", "ratio": 0.5}] * rows


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        ([1], "a pandas frame, not a list"),
        (pd.DataFrame({"count": [1]}), "Column count holds values of kind integer: a Python"),
        (
            pd.DataFrame({"owner": [1, 2]}, dtype=object),
            "Column owner holds values of kind integer",
        ),
        (pd.DataFrame({"owner": ["a", 1]}), "Column owner holds values of kind mixed-integer"),
        (pd.DataFrame({"charge_date": ["soon"]}), "Column charge_date holds values of kind string"),
        (pd.DataFrame({"charge_date": [20513]}), "Column charge_date holds values of kind integer"),
        (
            pd.DataFrame({"charge_date": [DAY, 0.5]}),
            "Column charge_date holds values of kind mixed",
        ),
    ],
)
def test_a_bad_frame_is_refused_in_one_line(frame: pd.DataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message) as raised:
        from_pandas(frame)
    assert "\n" not in str(raised.value)


def spark_of(tables: dict[str, pa.Table]) -> Callable[[str], object]:
    """Return what runs the two statements of a Python model, on tables in memory."""

    def execute(sql: str) -> object:
        if found := re.fullmatch(
            r"insert overwrite directory '(.+)' using parquet select \* from (\S+)", sql
        ):
            Path(found[1]).mkdir()
            with duckdb.connect() as session:
                rows = session.from_arrow(tables[found[2]])
                rows.write_parquet(f"{found[1]}/part-0.parquet")
        elif found := re.fullmatch(
            r"create or replace table (\S+) using iceberg as select \* from parquet\.`(.+)`", sql
        ):
            with duckdb.connect() as session:
                rows = session.read_parquet(f"{found[2]}/*.parquet")
                tables[found[1]] = rows.to_arrow_table()
        else:
            raise AssertionError(sql)
        return None

    return execute


def compiled(body: str) -> str:
    """Return a model as dbt-spark compiles it, without what does not matter here."""
    return f"""
class dbtObj:
    def __init__(self, read):
        self.ref = read

def model(dbt, session):
    {body}

{WRITING_PART}
df = model(dbtObj(spark.table), spark)
"""


def test_a_model_reads_and_replaces_tables_and_leaves_nothing_behind(tmp_path: Path) -> None:
    tables = {"one.given": pa.table({"ratio": [1.0]}), "one.made": pa.table({"old": [0]})}
    body = 'return dbt.ref("one.given")'
    run_python_model(compiled(body), "one.made", "iceberg", str(tmp_path), spark_of(tables))
    assert tables["one.made"] == tables["one.given"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (compiled('raise ValueError("usage.quantity: row 1 is bad")'), "row 1 is bad"),
        (compiled("return 3"), "one.made: the model returns int, no Arrow table"),
        ("def model(dbt, session): ...", "compiles Python models in another way"),
    ],
)
def test_a_failing_model_is_one_error_and_leaves_its_table_alone(
    code: str, message: str, tmp_path: Path
) -> None:
    tables = {"one.made": pa.table({"old": [0]})}
    with pytest.raises(InfraSpendError, match=message):
        run_python_model(code, "one.made", "iceberg", str(tmp_path), spark_of(tables))
    assert tables["one.made"].column_names == ["old"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({}, "/project/data/spark/exchange"),
        ({"INFRA_SPEND_SPARK": "/elsewhere"}, "/elsewhere/exchange"),
        ({"INFRA_SPEND_EXCHANGE": "shared"}, "/project/shared"),
        ({"INFRA_SPEND_EXCHANGE": "s3://bucket/exchange"}, "s3://bucket/exchange"),
    ],
)
def test_the_exchange_is_beside_spark_unless_it_is_set(
    variables: dict[str, str], folder: str
) -> None:
    assert exchange_folder(Path("/project"), variables) == folder


SQL_MODEL = """
select date '2026-03-01' as charge_date, 'a' as owner, cast(0.1 as decimal(38, 12)) as ratio
union all
select date '2026-03-02', cast(null as string), cast({{ var('last') }} as decimal(38, 12))
"""
PYTHON_MODEL = """
from infra_spend.engines.frames import from_pandas, to_pandas


def model(dbt, session):
    return from_pandas(to_pandas(dbt.ref("given")))
"""
PROJECT_FILE = """
name: infra_spend
profile: infra_spend
config-version: 2
model-paths: [models, python_models]
vars: {last: 0.25}
models:
  +file_format: iceberg
  +submission_method: parquet_exchange
  +materialized: table
"""


@pytest.fixture
def small_project(tmp_path: Path) -> Warehouse:
    """Return a dbt project of one SQL model and one Python model that reads it."""
    project = tmp_path / "project"
    for folder, name, text in (
        ("models", "given.sql", SQL_MODEL),
        ("python_models", "made.py", PYTHON_MODEL),
        (".", "dbt_project.yml", PROJECT_FILE),
    ):
        (project / folder).mkdir(parents=True, exist_ok=True)
        (project / folder / name).write_text(text)
    shutil.copy(PROJECT / "profiles.yml", project)
    shutil.copytree(PROJECT / "macros" / "cross_db", project / "macros")
    return Warehouse(tmp_path)


@pytest.mark.spark
@pytest.mark.skipif(find_iceberg_jar() is None, reason="Iceberg for Spark is not installed")
def test_a_python_model_runs_in_a_session_and_again_through_a_server(
    small_project: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    hive = pytest.importorskip("pyhive.hive", reason="the spark extra is not installed")
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("INFRA_SPEND_THRIFT_PORT", str(port))

    def run(target: str, last: str) -> None:
        result = small_project.dbt("run", "--vars", f"{{last: {last}}}", target=target)
        assert result.returncode == 0, result.output[-5000:]
        assert "python table model" in result.output

    run("spark", last="0.25")
    with thrift_server(small_project.project, small_project.environment, port):

        def read(query: str) -> list[tuple[object, ...]]:
            # A session keeps a table as it first read it for half a minute, so each asks anew.
            cursor = hive.connect(HOST, port).cursor()
            cursor.execute(query)
            return list(cursor.fetchall())

        made = "select ratio, owner from main.made order by ratio"
        assert read(made) == [(0.1, "a"), (0.25, None)]
        run("spark_thrift", last="0.75")
        assert read(made) == [(0.1, "a"), (0.75, None)]
        types = [row[:2] for row in read("describe main.made")][:3]
    assert types == [("charge_date", "date"), ("owner", "string"), ("ratio", "double")]
    assert list((small_project.folder / "spark" / "exchange").iterdir()) == []
