"""Changes of public prices: dated, announced some weeks before, and known to planners by then."""

from datetime import timedelta

import numpy as np
import pandas as pd

from infra_spend.simulator.draws import Draws
from infra_spend.simulator.parameters import Parameters, add_months

# What may change; no meter is matched by two of them.
CANDIDATES = pd.DataFrame(
    [
        ("AmazonS3", "%TimedStorage-ByteHrs", 0.92, "S3 Standard storage becomes cheaper"),
        ("AmazonEC2", "%EBS:VolumeUsage.gp3", 0.80, "gp3 volumes become cheaper"),
        ("AWSDataTransfer", "%DataTransfer-Out-Bytes", 0.90, "Transfer to the internet is cheaper"),
        ("AmazonEC2", "EU-BoxUsage:%", 1.06, "Energy surcharge on instances in Ireland"),
        ("AmazonDynamoDB", "%ReadRequestUnits", 0.85, "On-demand reads become cheaper"),
    ],
    columns=["product_code", "usage_type_like", "price_ratio", "reason"],
)
FEWEST_CHANGES = 3
FEWEST_NOTICE_DAYS, MOST_NOTICE_DAYS = 21, 76
UPCOMING_MONTHS, UPCOMING_NOTICE_DAYS = 3, 20


def draw_price_changes(parameters: Parameters, draws: Draws) -> pd.DataFrame:
    """Draw what changes after the first third of the months, and one change that is to come.

    Columns: change_id, product_code, usage_type_like (a pattern of ``like``), effective_month,
    price_ratio (new over old, two decimals), announced_at, reason. The last row takes effect after
    ``as_of``, so it is announced but on no bill.
    """
    starts = parameters.month_starts
    eligible = starts[-(-len(starts) // 3) :]
    order = np.argsort(draws.uniform("price_change/order", len(CANDIDATES)), kind="stable")
    count = FEWEST_CHANGES + int(draws.integers("price_change/count", 1, 0, 2)[0])
    past = count if eligible else 0
    month = draws.integers("price_change/month", count, 0, max(len(eligible), 1))
    notice = draws.integers(
        "price_change/notice", count, FEWEST_NOTICE_DAYS, MOST_NOTICE_DAYS
    ).tolist()
    effective = [eligible[month[number]] for number in range(past)]
    announced = [day - timedelta(days=notice[number]) for number, day in enumerate(effective)]
    effective.append(add_months(parameters.as_of, UPCOMING_MONTHS))
    announced.append(parameters.as_of - timedelta(days=UPCOMING_NOTICE_DAYS))
    changes = CANDIDATES.iloc[order[: len(effective)]].reset_index(drop=True)
    changes.insert(0, "change_id", [f"price-{number + 1:04}" for number in range(len(changes))])
    changes.insert(3, "effective_month", pd.to_datetime(pd.Series(effective)))
    changes["announced_at"] = pd.to_datetime(pd.Series(announced)) + pd.Timedelta(hours=17)
    return changes[
        [
            "change_id",
            "product_code",
            "usage_type_like",
            "effective_month",
            "price_ratio",
            "announced_at",
            "reason",
        ]
    ]
