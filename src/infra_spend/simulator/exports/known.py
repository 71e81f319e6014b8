"""The export modules, in the order in which a month is written: later ones read earlier steps."""

from types import ModuleType

from infra_spend.simulator.exports import (
    aws_cur,
    hosts,
    kubernetes,
    platforms,
    queries,
    storage,
)

MODULES: tuple[ModuleType, ...] = (
    hosts,
    kubernetes,
    platforms,
    queries,
    storage,
    aws_cur,
)
