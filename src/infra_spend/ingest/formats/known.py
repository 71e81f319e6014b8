"""The formats that ingest accepts, by name."""

from infra_spend.ingest.formats import Format
from infra_spend.ingest.formats.aws_cur import AWS_CUR
from infra_spend.ingest.formats.focus import FOCUS
from infra_spend.ingest.formats.gcp_billing import GCP_BILLING
from infra_spend.ingest.formats.kubernetes import KUBERNETES
from infra_spend.ingest.formats.plain import PLAIN

FORMATS: dict[str, Format] = {
    known.name: known for known in (AWS_CUR, FOCUS, GCP_BILLING, KUBERNETES, *PLAIN)
}
