"""Whose the cost of a platform is once what platforms use of each other is followed."""

from infra_spend.allocation.flows import (
    platform_exits,
    platform_exits_daily,
    platform_flows,
    platform_flows_daily,
)
from infra_spend.allocation.platforms import (
    closed_loops_daily,
    solve_platforms,
    solve_platforms_daily,
)

__all__ = [
    "closed_loops_daily",
    "platform_exits",
    "platform_exits_daily",
    "platform_flows",
    "platform_flows_daily",
    "solve_platforms",
    "solve_platforms_daily",
]
