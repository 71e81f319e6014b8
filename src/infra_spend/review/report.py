"""A review as Markdown, for a comment on a pull request."""

from infra_spend.review.figures import MartChange
from infra_spend.review.run import Review


def markdown(review: Review) -> str:
    """Return the report: what breaks first, then what moves."""
    breaking = [change for change in review.contracts if change.is_breaking]
    moved = [change for change in review.figures if not change.is_same]
    kinds = "; ".join(
        f"{len(names)} {kind.replace('_', ' ')}{'s' if len(names) > 1 else ''}"
        for kind, names in review.changed.items()
    )
    lines = [
        f"## Against {review.commit[:10]}",
        "",
        f"Changed: {kinds or 'nothing that dbt knows'}. Reached: {len(review.marts)} marts, "
        f"{len(review.boards)} boards. **{len(breaking)} breaking changes; "
        f"{len(moved)} marts hold other rows.**",
    ]
    for kind, names in review.changed.items():
        lines.append(f"- {kind.replace('_', ' ')}: {_listed(names)}")
    if review.boards:
        lines.append(f"- boards: {', '.join(review.boards)}")
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


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
