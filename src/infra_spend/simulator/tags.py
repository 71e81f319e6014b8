"""What the tags of the meters of smaller providers say, and what is wrong with them."""

import numpy as np
import pandas as pd

from infra_spend.simulator import catalogue
from infra_spend.simulator.draws import Draws
from infra_spend.simulator.fleet import ENVIRONMENT_TAGS, ENVIRONMENTS, TAG_FAULTS


def with_tags(
    frame: pd.DataFrame, draws: Draws, name: str, faults: dict[str, float] | None = None
) -> pd.DataFrame:
    """Return a frame with what tags say: environment, environment_tag, tag_fault, wrong_team_id.

    ``name`` is the start of the names of the draws; ``faults`` are weights of what is wrong.
    """
    count, weights = len(frame), TAG_FAULTS if faults is None else faults
    environment = draws.choice(f"{name}/environment", count, list(ENVIRONMENTS.values()))
    fault = draws.choice(f"{name}/tag", count, list(weights.values()))
    teams = catalogue.read("teams")["team_id"].to_numpy()
    names = pd.Series(np.array(list(ENVIRONMENTS))[environment], index=frame.index)
    return frame.assign(
        environment=names,
        environment_tag=names.map(ENVIRONMENT_TAGS),
        tag_fault=np.array(list(weights))[fault],
        wrong_team_id=teams[draws.integers(f"{name}/wrong", count, 0, len(teams))],
    )
