"""Whose the cost of a platform is once what platforms use of each other is followed."""

from infra_spend.allocation.platforms import (
    closed_loops_daily,
    solve_platforms,
    solve_platforms_daily,
)
from infra_spend.allocation.throughputs import platform_throughputs_daily

__all__ = [
    "closed_loops_daily",
    "platform_throughputs_daily",
    "solve_platforms",
    "solve_platforms_daily",
]
