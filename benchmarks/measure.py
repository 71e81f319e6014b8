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


def measure(function: Callable[..., Any], *arguments: Any) -> Cost:
    """Run a function in a fresh process and return what that cost, imports included."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_run, function, arguments).result()


def cheapest(costs: list[Cost]) -> Cost:
    """Return the least time and the most memory of several runs: other work only adds time."""
    return Cost(min(cost.cpu_seconds for cost in costs), max(cost.peak_bytes for cost in costs))


def _run(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Cost:
    before = _usage()
    function(*arguments)
    after = _usage()
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, after.ru_maxrss * RSS_UNIT)


def _usage() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_SELF)
