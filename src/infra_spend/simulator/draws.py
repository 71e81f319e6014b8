"""Random numbers that depend on a seed and a name only.

Each name has a stream of its own, so the order in which parts are made, or left out, changes
nothing. Only raw bits of Philox (Salmon et al., 2011) and exact arithmetic are used: they are the
same on every machine and in every version of NumPy.
"""

from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Draws:
    """The random numbers of one seed; arrays have shape ``(size,)``."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def uniform(self, name: str, size: int) -> Floats:
        """Return numbers in [0, 1)."""
        key = int.from_bytes(sha256(f"{self.seed}/{name}".encode()).digest()[:16], "little")
        bits = np.random.Philox(key=key).random_raw(size) >> np.uint64(11)
        return np.asarray(bits, dtype=np.float64) * 2.0**-53

    def between(self, name: str, size: int, low: float, high: float) -> Floats:
        """Return numbers in [low, high)."""
        return low + (high - low) * self.uniform(name, size)

    def integers(self, name: str, size: int, low: int, high: int) -> Integers:
        """Return whole numbers in [low, high)."""
        return low + np.floor((high - low) * self.uniform(name, size)).astype(np.int64)

    def normal(self, name: str, size: int) -> Floats:
        """Return about normal numbers of mean 0 and deviation 1: a sum of four uniform ones."""
        draws = self.uniform(name, 4 * size).reshape(4, size)
        return np.asarray((draws[0] + draws[1] + draws[2] + draws[3] - 2.0) * 3.0**0.5)

    def choice(self, name: str, size: int, weights: list[float]) -> Integers:
        """Return positions in ``weights``, each with a chance in proportion to its weight."""
        bounds = np.cumsum(weights) / sum(weights)
        return np.searchsorted(bounds[:-1], self.uniform(name, size), side="right").astype(np.int64)

    def text(self, name: str, size: int, digits: int) -> list[str]:
        """Return hexadecimal texts of so many digits, 64 at the most."""
        return [
            sha256(f"{self.seed}/{name}/{number}".encode()).hexdigest()[:digits]
            for number in range(size)
        ]
