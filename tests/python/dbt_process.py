"""dbt in a process of its own that need not import it: a fork of one that has."""

import atexit
import multiprocessing
import os
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["dbt.cli.main", "dbt.adapters.duckdb", "dbt_infra_spend"])


@dataclass(frozen=True)
class Finished:
    """How dbt ended, and what it printed."""

    returncode: int
    output: str


@dataclass(frozen=True)
class Running:
    """dbt while it runs; what it has printed so far is in ``output``."""

    process: BaseProcess
    output: Path

    def wait(self) -> Finished:
        """Return how it ended, once it has."""
        self.process.join()
        assert self.process.exitcode is not None
        return Finished(self.process.exitcode, self.output.read_text())


def start_dbt(
    words: list[str], folder: Path, environment: Mapping[str, str], output: Path
) -> Running:
    """Start dbt in a folder as the command line does; what it prints is written to ``output``."""
    output.write_text("")
    process = FORKS.Process(target=_run, args=(words, folder, dict(environment), output))
    process.start()
    return Running(process, output)


def _run(words: list[str], folder: Path, environment: dict[str, str], output: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with output.open("wb") as stream:
        for descriptor in (1, 2):
            os.dup2(stream.fileno(), descriptor)
    from dbt.cli.main import cli

    try:
        cli(words)
    finally:
        # They close the warehouse, and a fork ends without them.
        atexit._run_exitfuncs()
