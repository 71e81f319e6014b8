"""The FOCUS validator, in an environment of its own: it needs its Python and its libraries."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REQUIREMENTS = Path(__file__).parent / "focus_validator" / "requirements.lock"
PYTHON = "3.12"
IS_PYTHON = f"import sys; sys.exit('%d.%d' % sys.version_info[:2] != '{PYTHON}')"
RESULT = re.compile(r"^\S+ (?P<rule>\S+): (?P<status>PASS|FAIL|SKIPPED)\b(?P<details>.*)$", re.M)
TOTALS = re.compile(r"^Total: (\d+) \| Pass: (\d+) \| Fail: (\d+) \| Skipped: (\d+)$", re.M)
CHILDREN = re.compile(r"failed child rules: \[(?P<rules>[^]]*)\]")


class CannotRunError(Exception):
    """The validator cannot be had here; the text says why."""


@dataclass(frozen=True)
class Report:
    """What the validator found: the status of each rule, and what it blames a failing rule on."""

    statuses: dict[str, str]
    failed_parts: dict[str, set[str]]

    @property
    def causes(self) -> set[str]:
        """The failing rules that do not only sum up other failing rules."""
        failing = {rule for rule, status in self.statuses.items() if status == "FAIL"}
        return {rule for rule in failing if not self._sums_up(rule, failing)}

    def _sums_up(self, rule: str, failing: set[str]) -> bool:
        """Whether each part is a rule with a status of its own, and one of them fails.

        The validator blames parts that it skips or passes as well: their status is what counts.
        """
        parts = self.failed_parts.get(rule, set()) - {rule}
        return parts <= set(self.statuses) and bool(parts & failing)

    def count(self, status: str) -> int:
        return list(self.statuses.values()).count(status)


def validate(data: Path, version: str, folder: Path) -> Report:
    """Run the validator on a file, with every rule; ``folder`` is where it may write its log."""
    environment = _environment()
    # The validator looks for its own data below the current folder.
    (package,) = environment.glob("lib/python*/site-packages/focus_validator")
    folder.mkdir(parents=True)
    (folder / "focus_validator").symlink_to(package)
    options = ["--block-download", "--applicability-criteria", "ALL"]
    finished = subprocess.run(
        [
            *(environment / "bin" / "python", "-m", "focus_validator.main"),
            *("--data-file", data, "--validate-version", version, *options),
        ],
        cwd=folder,
        env=_clean_variables(),
        capture_output=True,
        text=True,
        check=False,
    )
    return parse(finished.stdout, finished.stderr)


def parse(output: str, errors: str = "") -> Report:
    """Read what the validator prints. Its exit code says nothing: it is 0 when rules fail."""
    totals = TOTALS.search(output)
    if totals is None:
        raise RuntimeError(f"the validator has no result: {errors[-3000:] or output[-3000:]}")
    found = list(RESULT.finditer(output))
    statuses = {result["rule"]: result["status"] for result in found}
    failed_parts = {
        result["rule"]: {part.strip() for part in parts["rules"].split(",")}
        for result in found
        if (parts := CHILDREN.search(result["details"]))
    }
    report = Report(statuses, failed_parts)
    counted = (len(statuses), *map(report.count, ("PASS", "FAIL", "SKIPPED")))
    if counted != tuple(map(int, totals.groups())):
        raise RuntimeError(f"read {counted} results where the validator counts {totals[0]}")
    return report


def _environment() -> Path:
    """Return the validator's environment, which is made once and kept in the user's cache."""
    lock = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "infra_spend"
    environment = cache / f"focus-validator-{lock}"
    if environment.exists():
        return environment
    python = next((path for path in _candidates() if _runs(path, "-c", IS_PYTHON)), None)
    if python is None:
        raise CannotRunError(f"the FOCUS validator needs Python {PYTHON}, and none was found")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        made = Path(folder) / "environment"
        _make(python, made)
        # Another run may have been faster; then its environment is as good.
        if not environment.exists():
            made.rename(environment)
    return environment


def _make(python: Path, environment: Path) -> None:
    options = ["--no-deps", "--require-hashes", "--no-input", "--quiet", "--timeout", "15"]
    for command in (
        [python, "-m", "venv", environment],
        [environment / "bin" / "python", "-m", "pip", "install", *options, "-r", REQUIREMENTS],
    ):
        finished = subprocess.run(
            command, env=_clean_variables(), capture_output=True, text=True, check=False
        )
        if finished.returncode != 0:
            lines = finished.stderr.strip().splitlines() or ["it said nothing"]
            raise CannotRunError(f"the FOCUS validator cannot be installed: {lines[-1]}")


def _candidates() -> Iterator[Path]:
    """Pythons of the wanted version: on the path, or kept by pyenv, whose command may be a stub."""
    for name in (f"python{PYTHON}", "python3"):
        if found := shutil.which(name):
            yield Path(found)
    kept = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    yield from sorted(kept.glob(f"{PYTHON}.*/bin/python"))


def _runs(*command: Path | str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _clean_variables() -> dict[str, str]:
    """Return the variables of this process without those that lead Python to other libraries."""
    variables = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    for name in ("PYTHONPATH", "PYTHONHOME"):
        variables.pop(name, None)
    return variables | {"PYTHONUTF8": "1"}
