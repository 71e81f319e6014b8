"""The company: an organisation of four levels, its services and platforms, and its accounts.

Two reorganisations happen: after a third of the months a pillar is dissolved; after two thirds one
team joins another and one is divided. Services start, stop and move between teams.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from infra_spend.simulator import catalogue
from infra_spend.simulator.draws import Draws
from infra_spend.simulator.parameters import Parameters

COMPANY = "company"
FOUNDED = date(2010, 1, 1)
DISSOLVED_PILLAR = "growth"
NEW_PILLARS = {"identity": "trust", "international": "content"}
OTHER_NEW_PILLAR = "discovery"
JOINING_TEAM, JOINED_TEAM = "offers", "merchants"
DIVIDED_TEAM, NEW_TEAM = "video", "video-delivery"
STARTING_RATIO, STOPPING_RATIO, MOVING_RATIO = 0.10, 0.06, 0.05
RUNTIMES = {"hosts": 0.5, "kubernetes": 0.38, "serverless": 0.12}
ELASTICITIES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1)
DRIVERS = {"advertising": "ad_impressions", "commerce": "orders"}
DEFAULT_DRIVER = "daily_active_users"


@dataclass(frozen=True)
class Company:
    """Who exists, as frames; an open end of an interval is null.

    ``owners``: owner_id, owner_name, owner_type, parent_owner_id, headcount, valid_from_date,
    valid_to_date. ``services``: service_number, service_id, archetype, runtime, driver, elasticity,
    size, start_date, stop_date, pillar_id (where it was started; its accounts stay there).
    ``service_teams``: service_id, team_id, valid_from_date, valid_to_date, without gaps, and
    first_team_id, which started the service.
    ``accounts``: account_id, account_name, pillar_id, environment. ``payer_id``: who pays for AWS.
    ``gcp_projects``: project_id, project_number, team_id.
    """

    owners: pd.DataFrame
    services: pd.DataFrame
    service_teams: pd.DataFrame
    accounts: pd.DataFrame
    gcp_projects: pd.DataFrame
    payer_id: str


def found_company(parameters: Parameters, draws: Draws) -> Company:
    """Draw the company of a seed."""
    services = _services(parameters, draws)
    service_teams = _service_teams(parameters, draws, services)
    pillars = list(catalogue.read("teams")["pillar_id"].unique())
    return Company(
        owners=_owners(parameters, service_teams),
        services=services.drop(columns="team_id"),
        service_teams=service_teams,
        accounts=_accounts(draws, pillars),
        gcp_projects=_gcp_projects(draws),
        payer_id=_account_numbers(draws, "payer", 1)[0],
    )


def reorganisation_dates(parameters: Parameters) -> tuple[date, date]:
    """Return the first days of the two reorganisations."""
    starts = parameters.month_starts
    return starts[len(starts) // 3], starts[len(starts) * 2 // 3]


def _services(parameters: Parameters, draws: Draws) -> pd.DataFrame:
    """One row per service and platform; ``team_id`` is the team that started it."""
    teams = catalogue.read("teams")
    roles = catalogue.read("roles")
    platforms = catalogue.read("platforms")
    count = parameters.service_count - len(platforms)
    role = draws.choice("service/role", count, roles["weight"].tolist())
    team = np.arange(count) % len(teams)
    names = pd.Series(teams["team_id"].to_numpy()[team]) + "-" + roles["role"].to_numpy()[role]
    repeat = names.groupby(names).cumcount()
    started = draws.uniform("service/starts", count) < STARTING_RATIO
    stopped = draws.uniform("service/stops", count) < STOPPING_RATIO
    days = parameters.day_count
    first = pd.Timestamp(parameters.first_day)
    start_day = np.where(
        started, draws.integers("service/start", count, 0, max(days * 3 // 4, 1)), -1
    )
    stop_day = start_day + draws.integers("service/stop", count, days // 4 + 1, days + 2)
    products = pd.DataFrame(
        {
            "service_id": names.where(repeat == 0, names + "-" + (repeat + 1).astype(str)),
            "archetype": roles["archetype"].to_numpy()[role],
            "runtime": np.array(list(RUNTIMES))[
                draws.choice("service/runtime", count, list(RUNTIMES.values()))
            ],
            "driver": teams["pillar_id"].map(DRIVERS).fillna(DEFAULT_DRIVER).to_numpy()[team],
            "elasticity": np.array(ELASTICITIES)[
                draws.integers("service/elasticity", count, 0, len(ELASTICITIES))
            ],
            # A few services cost as much as all others together.
            "size": np.round(0.2 / (0.04 + draws.uniform("service/size", count)), 4),
            "start_date": first + pd.to_timedelta(np.maximum(start_day, 0), unit="D"),
            "stop_date": pd.Series(first + pd.to_timedelta(stop_day, unit="D")).where(stopped),
            "pillar_id": teams["pillar_id"].to_numpy()[team],
            "team_id": teams["team_id"].to_numpy()[team],
        }
    )
    of_platform = pd.DataFrame(
        {
            "service_id": platforms["platform_id"],
            "archetype": "platform",
            "runtime": "hosts",
            "driver": DEFAULT_DRIVER,
            "elasticity": 0.8,
            "size": 3.0,
            "start_date": first,
            "stop_date": pd.NaT,
            "pillar_id": platforms["team_id"].map(teams.set_index("team_id")["pillar_id"]),
            "team_id": platforms["team_id"],
        }
    )
    services = pd.concat([products, of_platform], ignore_index=True)
    services["stop_date"] = services["stop_date"].where(
        services["stop_date"] < pd.Timestamp(parameters.as_of)
    )
    services.insert(0, "service_number", np.arange(len(services)))
    return services


def _service_teams(parameters: Parameters, draws: Draws, services: pd.DataFrame) -> pd.DataFrame:
    """The team of every service in every interval, from when the company was founded."""
    _, second = reorganisation_dates(parameters)
    teams = catalogue.read("teams")["team_id"].to_numpy()
    starts = parameters.month_starts
    count = len(services)
    moves = draws.uniform("move", count) < MOVING_RATIO
    move_month = draws.integers("move/month", count, 0, len(starts))
    target = teams[draws.integers("move/team", count, 0, len(teams))]
    rows = []
    for number, service in enumerate(services.to_dict("records")):
        changes = {FOUNDED: service["team_id"]}
        if service["archetype"] != "platform" and moves[number]:
            changes[starts[move_month[number]]] = target[number]
        team = changes[max(day for day in changes if day <= second)]
        if team == JOINING_TEAM:
            changes[second] = JOINED_TEAM
        elif team == DIVIDED_TEAM and number % 2 == 1:
            changes[second] = NEW_TEAM
        # Who moves to the joined team later goes where it went.
        for day in changes:
            if day > second and changes[day] == JOINING_TEAM:
                changes[day] = JOINED_TEAM
        days = sorted(changes)
        rows += [
            (
                service["service_id"],
                changes[day],
                pd.Timestamp(day),
                pd.Timestamp(end) if end else None,
            )
            for day, end in zip(days, [*days[1:], None], strict=True)
        ]
    frame = pd.DataFrame(
        rows, columns=["service_id", "team_id", "valid_from_date", "valid_to_date"]
    )
    frame["valid_to_date"] = pd.to_datetime(frame["valid_to_date"])
    frame["first_team_id"] = frame.groupby("service_id")["team_id"].transform("first")
    return frame


def _owners(parameters: Parameters, service_teams: pd.DataFrame) -> pd.DataFrame:
    """The organisation: every owner in every interval in which it had one parent."""
    first, second = reorganisation_dates(parameters)
    teams = catalogue.read("teams")
    platforms = set(catalogue.read("platforms")["platform_id"])
    rows: list[tuple[object, ...]] = [(COMPANY, COMPANY, None, 0, FOUNDED, None)]
    for pillar in teams["pillar_id"].unique():
        end = first if pillar == DISSOLVED_PILLAR else None
        rows.append((pillar, "pillar", COMPANY, 0, FOUNDED, end))
    for team in teams.to_dict("records"):
        team_id, parent, headcount = team["team_id"], team["pillar_id"], team["headcount"]
        start, end = FOUNDED, second if team_id == JOINING_TEAM else None
        if parent == DISSOLVED_PILLAR:
            rows.append((team_id, "team", parent, headcount, start, first))
            start, parent = first, NEW_PILLARS.get(team_id, OTHER_NEW_PILLAR)
        rows.append((team_id, "team", parent, headcount, start, end))
    rows.append((NEW_TEAM, "team", "content", 12, second, None))
    for row in service_teams.to_dict("records"):
        service_id = row["service_id"]
        kind = "platform" if service_id in platforms else "service"
        # A platform and a team may have one name; owners may not.
        owner_id = f"platform-{service_id}" if kind == "platform" else service_id
        interval = (row["valid_from_date"], row["valid_to_date"])
        rows.append((owner_id, kind, row["team_id"], 0, *interval))
    columns = ["owner_id", "owner_type", "parent_owner_id", "headcount"]
    frame = pd.DataFrame(rows, columns=[*columns, "valid_from_date", "valid_to_date"])
    frame.insert(1, "owner_name", frame["owner_id"].str.replace("-", " ").str.capitalize())
    for column in ("valid_from_date", "valid_to_date"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


def _accounts(draws: Draws, pillars: list[str]) -> pd.DataFrame:
    """Two AWS accounts a pillar."""
    rows = [
        (pillar, environment) for pillar in pillars for environment in ("production", "development")
    ]
    frame = pd.DataFrame(rows, columns=["pillar_id", "environment"])
    frame.insert(0, "account_id", _account_numbers(draws, "account", len(frame)))
    frame.insert(1, "account_name", frame["pillar_id"] + "-" + frame["environment"])
    return frame


def _gcp_projects(draws: Draws) -> pd.DataFrame:
    """One Google Cloud project for each team that works there."""
    teams = ["data-warehouse", "model-training", "embeddings", "ads-measurement", "language-models"]
    numbers = draws.integers("gcp/project", len(teams), 10**11, 10**12)
    return pd.DataFrame(
        {
            "project_id": [f"company-{team}" for team in teams],
            "project_number": [str(number) for number in numbers],
            "team_id": teams,
        }
    )


def _account_numbers(draws: Draws, name: str, size: int) -> list[str]:
    return [str(10**11 + int(digits, 16) % (9 * 10**11)) for digits in draws.text(name, size, 16)]
