"""``python -m infra_spend.site TARGET SITE``: write the pages that join those of other tools."""

import sys
from pathlib import Path

from infra_spend.errors import InfraSpendError
from infra_spend.settings import Settings
from infra_spend.site.run import write_site

if __name__ == "__main__":
    target, site = map(Path, sys.argv[1:])
    try:
        index = write_site(Settings.from_environment().project, target, site)
    except InfraSpendError as error:
        sys.exit(f"infra_spend.site: {error}")
    print(f"Open {index} in a browser")
