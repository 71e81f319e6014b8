"""A plugin that dbt finds by its name: Python models on Spark, and a lock that is explained."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.base.impl import PythonJobHelper
from dbt.adapters.exceptions.connection import FailedToConnectError
from dbt.adapters.factory import FACTORY
from dbt.plugins.manager import dbtPlugin
from dbt_common.events.base_types import EventLevel
from dbt_common.events.functions import fire_event
from dbt_common.events.types import Note
from dbt_common.exceptions import DbtRuntimeError

from infra_spend.engines.spark import (
    exchange_folder,
    find_iceberg_jar,
    local_settings,
    make_folders,
    spark_environment,
)
from infra_spend.engines.submission import run_python_model
from infra_spend.errors import InfraSpendError, first_line

# The name of the way in dbt_project.yml.
SUBMISSION_METHOD = "parquet_exchange"
SPARK_ADAPTER = "dbt.adapters.spark"
DUCKDB_ADAPTER = "dbt.adapters.duckdb"
NO_ICEBERG = (
    "Spark has no Iceberg here, so the target spark cannot write tables:"
    " pip install 'infra-spend[spark]'"
)
ONE_WRITER = (
    "DuckDB has one writer: wait until the other build has ended; marts.duckdb beside it is for"
    " readers. infra-spend doctor says what else is wrong with the file."
)


class ParquetExchange(PythonJobHelper):
    """Runs a Python model here; what it reads and writes crosses over to Spark as Parquet."""

    def __init__(self, parsed_model: dict[str, Any], credentials: object) -> None:
        self.relation: str = parsed_model["relation_name"]
        self.file_format: str = parsed_model["config"]["file_format"]

    def submit(self, compiled_code: str) -> None:
        """Run the model; dbt shows what it raises as one message."""
        exchange = exchange_folder(Path.cwd(), os.environ)
        spark: Any = FACTORY.lookup_adapter("spark")
        try:
            run_python_model(
                compiled_code, self.relation, self.file_format, exchange, spark.execute
            )
        except InfraSpendError as error:
            raise DbtRuntimeError(str(error)) from error


class PrepareSpark(dbtPlugin):
    """Sets what Spark reads at its start, when the chosen target is Spark and is installed."""

    def initialize(self) -> None:
        """Set the environment of the session; variables that are set already are kept."""
        if SPARK_ADAPTER not in sys.modules:
            return
        offer_parquet_exchange()
        if find_spec("pyspark") is None:
            return
        if find_iceberg_jar() is None:
            fire_event(Note(msg=NO_ICEBERG), level=EventLevel.WARN)
        # dbt has changed to the folder of the project by now.
        project = Path.cwd()
        make_folders(project, os.environ)
        os.environ.update(spark_environment(local_settings(project, os.environ), os.environ))


def offer_parquet_exchange() -> None:
    """Let models of dbt-spark ask for the way; those of dbt-spark itself stay."""
    adapters: Any = sys.modules[SPARK_ADAPTER]
    others = adapters.SparkAdapter.python_submission_helpers.fget
    adapters.SparkAdapter.python_submission_helpers = property(
        lambda adapter: others(adapter) | {SUBMISSION_METHOD: ParquetExchange}
    )


class ExplainLock(dbtPlugin):
    """Says in one line that another program writes the warehouse, when the target is DuckDB."""

    def initialize(self) -> None:
        """Let dbt-duckdb raise for what the file system refuses what it raises for all else."""
        if DUCKDB_ADAPTER not in sys.modules:
            return
        manager: Any = sys.modules[DUCKDB_ADAPTER].DuckDBConnectionManager
        open_plainly = manager.open.__func__

        def open_or_explain(cls: Any, connection: Any) -> Any:
            try:
                return open_plainly(cls, connection)
            except duckdb.IOException as error:
                raise FailedToConnectError(f"{first_line(error)}\n{ONE_WRITER}") from error

        manager.open = classmethod(open_or_explain)


plugins = [PrepareSpark, ExplainLock]
