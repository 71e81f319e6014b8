"""A Spark Thrift server on this machine: what clusters offer, for tests and for trying it out."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from infra_spend.engines.spark import (
    local_settings,
    make_folders,
    spark_environment,
    submit_arguments,
)
from infra_spend.errors import InfraSpendError
from infra_spend.settings import find_project

HOST = "127.0.0.1"
DEFAULT_PORT = 10000
START_SECONDS = 120
STOP_SECONDS = 30


@contextmanager
def thrift_server(
    project: Path, environment: Mapping[str, str], port: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the server of a project while the context lasts, from the jars of pyspark.

    Raises InfraSpendError when pyspark is absent or the server does not answer.
    """
    make_folders(project, environment)
    settings = local_settings(project, environment)
    server = subprocess.Popen(
        server_command(settings, port),
        cwd=project,
        env={**environment, **spark_environment(settings, environment)},
    )
    try:
        _wait_for(server, port)
        yield server
    finally:
        _stop(server)


def server_command(settings: Mapping[str, str], port: int) -> list[str]:
    """Return the command that starts the server; raises InfraSpendError without pyspark."""
    package = find_spec("pyspark")
    if package is None or package.origin is None:
        raise InfraSpendError("pyspark is not installed: pip install 'infra-spend[spark]'")
    return [
        str(Path(package.origin).parent / "bin" / "spark-submit"),
        *submit_arguments(settings),
        "--class",
        "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
        "spark-internal",
        "--hiveconf",
        f"hive.server2.thrift.bind.host={HOST}",
        "--hiveconf",
        f"hive.server2.thrift.port={port}",
    ]


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.2)
    raise InfraSpendError(f"the Spark Thrift server does not answer on {HOST}:{port}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def main() -> None:
    """Run the server until it is interrupted or told to end."""
    parser = argparse.ArgumentParser(prog="python -m infra_spend.engines.thrift_server")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    port = parser.parse_args().port
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        with thrift_server(find_project(os.environ), os.environ, port) as server:
            print(f"Spark listens on {HOST}:{port}: dbt build --target spark_thrift", flush=True)
            server.wait()
    except InfraSpendError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
