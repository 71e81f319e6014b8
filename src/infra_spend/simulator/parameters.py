"""What a simulation is asked for: how long, how large, until when, and from which seed."""

from dataclasses import dataclass
from datetime import date, timedelta

from infra_spend.errors import InputError

SCALES = {"small": 30_000, "medium": 1_000_000, "large": 10_000_000}
FEWEST_LINES = 10_000
MOST_LINES = 1_000_000_000
MOST_MONTHS = 120
HOURLY_FROM_LINES = 500_000
# Lines that a meter of the first day comes to in a period, with growth, pools and fees.
LINES_PER_METER = 1.3
DEFAULT_AS_OF = date(2026, 10, 22)


@dataclass(frozen=True)
class Parameters:
    """One simulation: ``months`` billing months, the last of which is open at ``as_of``.

    ``lines_per_month`` is about how many lines the AWS report of a month has; ``as_of`` is the
    first day that has not been billed yet.
    """

    seed: int = 7
    months: int = 24
    lines_per_month: int = SCALES["small"]
    as_of: date = DEFAULT_AS_OF

    def __post_init__(self) -> None:
        """Raise InputError when a number is out of range."""
        if not 1 <= self.months <= MOST_MONTHS:
            raise InputError(f"--months {self.months}: choose 1 to {MOST_MONTHS} months")
        if not 0 <= self.seed < 2**63:
            raise InputError(f"--seed {self.seed}: choose a whole number from 0 to 2**63 - 1")
        if not FEWEST_LINES <= self.lines_per_month <= MOST_LINES:
            raise InputError(
                f"--scale {self.lines_per_month}: choose {FEWEST_LINES:,} to {MOST_LINES:,} lines"
                " a month"
            )
        if self.as_of.year * 12 + self.as_of.month - self.months < 2001 * 12:
            raise InputError(
                f"--as-of {self.as_of}: {self.months} months before it start too early"
            )

    @property
    def month_starts(self) -> list[date]:
        """The first day of every billing month; the last is the month of the last billed day."""
        last = self.as_of - timedelta(days=1)
        return [
            add_months(last.replace(day=1), number - self.months + 1)
            for number in range(self.months)
        ]

    @property
    def first_day(self) -> date:
        """The first billed day."""
        return self.month_starts[0]

    @property
    def day_count(self) -> int:
        """The number of billed days."""
        return (self.as_of - self.first_day).days

    @property
    def is_hourly(self) -> bool:
        """Whether usage is billed by the hour; small companies get daily reports."""
        return self.lines_per_month >= HOURLY_FROM_LINES

    @property
    def meter_count(self) -> int:
        """About how many AWS meters run at a time: one line each a day, or an hour."""
        periods = 730 if self.is_hourly else 30.4
        return round(self.lines_per_month / (periods * LINES_PER_METER))

    @property
    def service_count(self) -> int:
        """How many services the company runs; their number grows slower than the bill."""
        return 250 if self.lines_per_month < HOURLY_FROM_LINES else 500


def parse_scale(text: str) -> int:
    """Return the lines of a month that ``small``, ``medium``, ``large`` or a number stands for."""
    if text in SCALES:
        return SCALES[text]
    if text.isascii() and text.isdigit():
        return int(text)
    raise InputError(
        f"--scale {text}: is not a scale;"
        f" choose {', '.join(SCALES)}, or lines a month such as 250000"
    )


def parse_day(text: str | None) -> date:
    """Return an ISO 8601 day; the day of the default simulation where there is none."""
    if text is None:
        return DEFAULT_AS_OF
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"--as-of {text}: is not a day; write it as 2026-10-22") from error


def add_months(day: date, months: int) -> date:
    """Return the first day of the month that is so many months after the month of ``day``."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
