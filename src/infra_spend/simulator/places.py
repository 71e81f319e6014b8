"""Where a simulation leaves what no model may read, and how it is known that there was one."""

from pathlib import Path

FOLDER = "simulation"
MANIFEST = "manifest.json"


def is_simulated(landing: Path) -> bool:
    """Return whether a landing folder was written by the simulator."""
    return (landing / FOLDER / MANIFEST).is_file()
