"""A review as Markdown, for a comment on a pull request."""

from infra_spend.review.figures import MartChange
from infra_spend.review.run import Review


def markdown(review: Review) -> str:
    """Return the report: what breaks first, then what moves."""
    breaking = [change for change in review.contracts if change.is_breaking]
    moved = [change for change in review.figures if not change.is_same]
    kinds = ", ".join(
        _count(len(names), kind.replace("_", " ")) for kind, names in review.changed.items()
    )
    lines = [
        f"## Against {review.commit[:10]}",
        "",
        f"Changed: {kinds or 'nothing that dbt knows'}. "
        f"Reached: {_count(len(review.marts), 'mart')}, {_count(len(review.boards), 'board')}. "
        f"**{_count(len(breaking), 'breaking change')}; "
        f"other rows in {_count(len(moved), 'mart')}.**",
        "",
    ]
    lines += [
        f"- {kind.replace('_', ' ')}: {_listed(names)}" for kind, names in review.changed.items()
    ]
    if review.marts:
        lines.append(f"- marts reached: {_listed(review.marts)}")
    if review.boards:
        lines.append(f"- boards reached: {', '.join(review.boards)}")
    if review.contracts:
        lines += ["", "### Contracts", "", "| mart | change | breaking |", "|---|---|---|"]
        lines += [
            f"| `{change.mart}` | {change.text} | {'**yes**' if change.is_breaking else 'no'} |"
            for change in review.contracts
        ]
    if moved:
        head = "| mart | rows before | after | gone | new | sums that differ |"
        lines += ["", "### Rows", "", head, "|---|---|---|---|---|---|"]
        lines += [_row(change) for change in moved]
    same = [change.mart for change in review.figures if change.is_same]
    if same:
        lines += ["", f"The same rows: {_listed(same)}"]
    return "\n".join(lines)


def _row(change: MartChange) -> str:
    sums = "<br>".join(
        f"`{name}` {before:,f} → {after:,f} ({after - before:+,f})"
        for name, (before, after) in change.sums.items()
    )
    counts = (change.before_count, change.after_count, change.gone_count, change.new_count)
    return f"| `{change.mart}` | {' | '.join(f'{count:,}' for count in counts)} | {sums} |"


def _count(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
