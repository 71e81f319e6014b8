"""What a change of usage truly saved: against what would have been without it."""

from infra_spend.savings.effect import Effect, estimate_effect

__all__ = ["Effect", "estimate_effect"]
