"""The export modules, in the order in which a month is written: later ones read earlier steps."""

from types import ModuleType

from infra_spend.simulator.exports import (
    aws_cur,
    contracts,
    gcp_billing,
    governance,
    hosts,
    kubernetes,
    model_api,
    organisation,
    platforms,
    provider_truths,
    queries,
    saas,
    storage,
)

MODULES: tuple[ModuleType, ...] = (
    organisation,
    hosts,
    kubernetes,
    platforms,
    queries,
    storage,
    aws_cur,
    gcp_billing,
    saas,
    model_api,
    provider_truths,
    contracts,
    governance,
)
