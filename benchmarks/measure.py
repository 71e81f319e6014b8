"""Measure what a function costs: processor time and peak memory of a process of its own."""

import resource
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Cost:
    """Seconds of processor time, of user and system, and the most memory that was resident."""

    cpu_seconds: float
    peak_bytes: int

    def __add__(self, other: "Cost") -> "Cost":
        """Return the cost of one after the other."""
        return Cost(self.cpu_seconds + other.cpu_seconds, max(self.peak_bytes, other.peak_bytes))

    def without(self, overhead: "Cost") -> "Cost":
        """Return the cost without the time of something that it includes."""
        return Cost(self.cpu_seconds - overhead.cpu_seconds, self.peak_bytes)


def measure(function: Callable[..., Any], *arguments: Any) -> Cost:
    """Run a function in a fresh process and return what that cost, imports included.

    Processes that it started count if they have ended by then.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_run, function, arguments).result()


def cheapest(costs: list[Cost]) -> Cost:
    """Return the least time and the most memory of several runs: other work only adds time."""
    return Cost(min(cost.cpu_seconds for cost in costs), max(cost.peak_bytes for cost in costs))


def _run(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Cost:
    before = _seconds()
    function(*arguments)
    return Cost(_seconds() - before, max(usage.ru_maxrss for usage in _usages()) * RSS_UNIT)


def _seconds() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in _usages())


def _usages() -> list[resource.struct_rusage]:
    return [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
