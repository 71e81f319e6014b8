"""Measure what a function costs: time and peak memory of a process of its own."""

import re
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

RSS_UNIT = 1 if sys.platform == "darwin" else 1024
STATUS = Path("/proc/self/status")
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


@dataclass(frozen=True)
class Cost:
    """What a run took.

    Attributes:
        cpu_seconds: Processor time, of user and system.
        peak_bytes: The most memory that was resident.
        clock_seconds: Time on the clock, which other work on the machine adds to.
    """

    cpu_seconds: float
    peak_bytes: int
    clock_seconds: float

    def __add__(self, other: "Cost") -> "Cost":
        """Return the cost of one after the other."""
        return Cost(
            self.cpu_seconds + other.cpu_seconds,
            max(self.peak_bytes, other.peak_bytes),
            self.clock_seconds + other.clock_seconds,
        )

    def without(self, overhead: "Cost") -> "Cost":
        """Return the cost without the time of something that it includes."""
        return Cost(
            self.cpu_seconds - overhead.cpu_seconds,
            self.peak_bytes,
            self.clock_seconds - overhead.clock_seconds,
        )


def measure(function: Callable[..., Any], *arguments: Any) -> Cost:
    """Run a function in a fresh process and return what that cost, imports included.

    Processes that it started count if they have ended by then.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_run, function, arguments).result()


def cheapest(costs: list[Cost]) -> Cost:
    """Return the least time and the most memory of several runs: other work only adds time."""
    return Cost(
        min(cost.cpu_seconds for cost in costs),
        max(cost.peak_bytes for cost in costs),
        min(cost.clock_seconds for cost in costs),
    )


def _run(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Cost:
    before, begun = _seconds(), time.perf_counter()
    function(*arguments)
    clock = time.perf_counter() - begun
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * RSS_UNIT
    return Cost(_seconds() - before, max(_own_peak(), started), clock)


def _seconds() -> float:
    usages = [resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _own_peak() -> int:
    # Linux also counts as used by a process what the one that started it held then.
    if STATUS.exists() and (found := PEAK.search(STATUS.read_text(encoding="ascii"))):
        return int(found[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT
