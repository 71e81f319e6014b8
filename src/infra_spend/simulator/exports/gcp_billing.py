"""The detailed billing export of Google Cloud: a few teams work there, beside AWS.

Quantities are whole millionths of the pricing unit, prices whole ten-billionths of a dollar, and
every cost is rounded once to a millionth of a dollar, as Google does.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from infra_spend.simulator import catalogue
from infra_spend.simulator.export import Export, Step
from infra_spend.simulator.parameters import Parameters, add_months
from infra_spend.simulator.tags import with_tags
from infra_spend.simulator.workloads import PPM, WORKLOADS
from infra_spend.simulator.world import World

LINES_RATIO = 0.05
PRICE_SCALE = 10**10
COMMITMENT_STARTS, TERM_MONTHS, COVERED_TENTHS = (2, 14), 12, 7
CORRECTION_EVERY, CORRECTION_OFFSET = 6, 4
CORRECTED_DAYS, CORRECTED_KIND, CORRECTED_PPM = (9, 10, 11), "query_analysis", -180_000
PROMOTION_RATIO = 1 / 3


def draw_tables(world: World) -> dict[str, pd.DataFrame]:
    """Return gcp_meters, gcp_commitments and gcp_corrections."""
    meters = _meters(world)
    return {
        "gcp_meters": meters,
        "gcp_commitments": _commitments(world, meters),
        "gcp_corrections": _corrections(world.parameters, meters),
    }


def _meters(world: World) -> pd.DataFrame:
    """One row per SKU of each resource: what Google writes a line about on each day."""
    resources = _resources(world)
    skus = catalogue.read("gcp_skus")
    meters = resources.merge(skus, on="kind", how="left", sort=False)
    meters = meters.sort_values(["resource_number", "sku_id"]).reset_index(drop=True)
    meters.insert(0, "meter_number", np.arange(len(meters)))
    low, high = meters.pop("low_quantity"), meters.pop("high_quantity")
    drawn = low + (high - low) * world.draws.uniform("gcp/quantity", len(meters))
    drawn = drawn.where(meters["environment"] == "production", drawn / 4)
    meters["base_micro_quantity"] = np.rint(drawn * 1000).astype(np.int64) * 1000
    for name in ("list", "contract"):
        prices = meters.pop(f"{name}_price")
        meters[f"{name}_ten_billionths"] = np.rint(prices * PRICE_SCALE).astype(np.int64)
    places = {workload: number for number, workload in enumerate(WORKLOADS)}
    place = meters.pop("workload").map(places)
    meters["workload_number"] = meters["service_number"] * len(WORKLOADS) + place
    promotion = world.parameters.month_starts[round(world.parameters.months * PROMOTION_RATIO)]
    is_promoted = meters["service_description"] == "Vertex AI"
    meters["promoted_until_date"] = pd.Series(pd.Timestamp(promotion), index=meters.index).where(
        is_promoted
    )
    return meters


def _resources(world: World) -> pd.DataFrame:
    """One row per resource: what it is, whose it is, and what its labels say."""
    draws, kinds = world.draws, catalogue.read("gcp_resources")
    services = _services(world)
    meters_per_kind = catalogue.read("gcp_skus").groupby("kind").size()
    weights = kinds["weight"].to_numpy()
    mean = float((meters_per_kind[kinds["kind"]].to_numpy() * weights).sum() / weights.sum())
    count = max(round(world.parameters.lines_per_month * LINES_RATIO / 30.4 / mean), len(kinds))
    kind = draws.choice("gcp/kind", count, weights.tolist())
    # Whatever is drawn, there is one of each kind.
    kind[: len(kinds)] = np.arange(len(kinds))
    chosen = draws.choice("gcp/service", count, services["size"].tolist())
    resources = pd.concat(
        [
            kinds.iloc[kind].drop(columns="weight").reset_index(drop=True),
            services.iloc[chosen].drop(columns="size").reset_index(drop=True),
        ],
        axis=1,
    )
    resources.insert(0, "resource_number", np.arange(count))
    resources = with_tags(resources, draws, "gcp")
    digits = draws.text("gcp/resource", count, 8)
    prefix = resources.pop("resource_prefix")
    resources["resource_name"] = prefix + "-" + resources["owning_service_id"] + "-" + digits
    resources["resource_global_name"] = [
        pattern.format(project=project, name=name)
        for pattern, project, name in zip(
            resources.pop("resource_pattern"),
            resources["project_id"],
            resources["resource_name"],
            strict=True,
        )
    ]
    return resources


def _services(world: World) -> pd.DataFrame:
    """The services of the teams that have a project, each with the project it was started in."""
    first_teams = world.company.service_teams.drop_duplicates("service_id")
    services = world.company.services.merge(first_teams[["service_id", "team_id"]], on="service_id")
    services = services.merge(world.company.gcp_projects, on="team_id")
    services = services.sort_values("service_number").reset_index(drop=True)
    services["stop_date"] = services["stop_date"].fillna(pd.Timestamp(world.parameters.as_of))
    columns = ["service_number", "service_id", "size", "project_id", "project_number"]
    return services[[*columns, "start_date", "stop_date"]].rename(
        columns={"service_id": "owning_service_id"}
    )


def _commitments(world: World, meters: pd.DataFrame) -> pd.DataFrame:
    """One row per committed use discount: one year of a part of the steady N2 usage."""
    rows = []
    parameters = world.parameters
    buyer = world.company.gcp_projects.iloc[0]
    skus = catalogue.read("gcp_commitments")
    covered_skus = dict(zip(skus["sku_id"], skus["covered_sku_id"], strict=True))
    for term, place in enumerate(COMMITMENT_STARTS):
        if place >= parameters.months:
            continue
        start = parameters.month_starts[place]
        first, end = pd.Timestamp(start), pd.Timestamp(add_months(start, TERM_MONTHS))
        is_alive = (meters["start_date"] <= first) & (meters["stop_date"] > first)
        for sku in skus["sku_id"]:
            covered = meters[is_alive & (meters["sku_id"] == covered_skus[sku])]
            hourly = int(covered["base_micro_quantity"].sum()) // 24 * COVERED_TENTHS // 10
            # Google sells whole cores and whole gibibytes.
            committed = hourly // PPM * PPM * 24
            identifier = world.draws.text(f"gcp/commitment/{term}/{sku}", 1, 16)[0]
            rows.append((identifier, sku, first, end, committed))
    columns = ["subscription_instance_id", "sku_id", "start_date", "end_date"]
    frame = pd.DataFrame(rows, columns=[*columns, "committed_micro_quantity"])
    frame = frame.merge(skus, on="sku_id", how="left").assign(
        project_id=buyer["project_id"],
        project_number=buyer["project_number"],
        price_ten_billionths=lambda joined: np.rint(joined["price"] * PRICE_SCALE),
    )
    for column in ("start_date", "end_date"):
        frame[column] = pd.to_datetime(frame[column])
    return frame.drop(columns="price").astype(
        {"committed_micro_quantity": "int64", "price_ten_billionths": "int64"}
    )


def _corrections(parameters: Parameters, meters: pd.DataFrame) -> pd.DataFrame:
    """One row per meter and day of which a later invoice takes back a part."""
    corrected = meters[meters["kind"] == CORRECTED_KIND]
    rows = [
        (f"adjustment-{month:%Y%m}", month, day, number, CORRECTED_PPM)
        for place, month in enumerate(parameters.month_starts)
        if place > 0 and place % CORRECTION_EVERY == CORRECTION_OFFSET
        for day in _corrected_days(add_months(month, -1))
        for number in corrected["meter_number"]
    ]
    columns = ["adjustment_id", "billing_month", "charge_date", "meter_number", "billed_ppm"]
    frame = pd.DataFrame(rows, columns=columns)
    for column in ("billing_month", "charge_date"):
        frame[column] = pd.to_datetime(frame[column])
    return frame.astype({"meter_number": "int64", "billed_ppm": "int64"})


def _corrected_days(month: date) -> list[date]:
    return [month + timedelta(days=day) for day in CORRECTED_DAYS]


EXPORTS = (
    Export(
        source="gcp",
        identifier="gcp_billing_lines",
        query="gcp_billing_lines",
        steps=(Step("gcp_usage"), Step("gcp_charges")),
    ),
    Export(source="gcp", identifier="invoices", query="gcp_invoices"),
)
TRUTHS = ()
