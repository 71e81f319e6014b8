"""Templates of the package, with one look; what they are given is escaped."""

from decimal import Decimal
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def render(package: str, template: str, **values: Any) -> str:
    """Return the page that a template beside the modules of ``package`` makes of ``values``."""
    environment = Environment(
        loader=PackageLoader("infra_spend", package_path=""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"money": money, "change": change, "percent": percent}
    return environment.get_template(f"{package}/{template}").render(**values)


def money(amount: Decimal, places: int = 0) -> str:
    """Return an amount with separators; a minus is a minus, not a hyphen."""
    return f"{amount:,.{places}f}".replace("-", "\N{MINUS SIGN}")


def change(amount: Decimal, places: int = 0) -> str:
    """Return an amount with its sign."""
    return ("+" if amount > 0 else "") + money(amount, places)


def percent(ratio: Decimal) -> str:
    """Return a ratio as a percentage."""
    return f"{ratio:.1%}".replace("-", "\N{MINUS SIGN}")
