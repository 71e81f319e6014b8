"""Progress on the terminal: one line per step, with a bar while DuckDB knows how far it is."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

REFRESH_SECONDS = 0.2


@contextmanager
def show_step(label: str, session: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Show ``label`` and the progress of the query that ``session`` runs, on standard error."""
    with _progress() as progress:
        task = progress.add_task(label, total=None)
        done = threading.Event()

        def follow() -> None:
            while not done.wait(REFRESH_SECONDS):
                percent = session.query_progress()
                if percent > 0:
                    progress.update(task, total=100, completed=percent)

        follower = threading.Thread(target=follow, daemon=True)
        follower.start()
        try:
            yield
            progress.update(task, total=100, completed=100)
        finally:
            done.set()
            follower.join()


@contextmanager
def show_wait(label: str) -> Iterator[None]:
    """Show ``label`` and the time while something else works, on standard error."""
    with _progress() as progress:
        progress.add_task(label, total=None)
        yield


@contextmanager
def show_progress() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function that shows what is being done, and how many steps of how many are behind."""
    with _progress() as progress:
        task = progress.add_task("", total=None)

        def advance(label: str, behind: int, total: int) -> None:
            progress.update(task, description=label, completed=behind, total=total)

        yield advance


def _progress() -> Progress:
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal)
