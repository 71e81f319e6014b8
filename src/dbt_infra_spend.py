"""A plugin that dbt finds by its name: prepares Spark before dbt opens a session."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from dbt.plugins.manager import dbtPlugin
from dbt_common.events.base_types import EventLevel
from dbt_common.events.functions import fire_event
from dbt_common.events.types import Note

from infra_spend.engines.spark import (
    find_iceberg_jar,
    local_settings,
    make_folders,
    spark_environment,
)

SPARK_ADAPTER = "dbt.adapters.spark"
NO_ICEBERG = (
    "Spark has no Iceberg here, so the target spark cannot write tables:"
    " pip install 'infra-spend[spark]'"
)


class PrepareSpark(dbtPlugin):
    """Sets what Spark reads at its start, when the chosen target is Spark and is installed."""

    def initialize(self) -> None:
        """Set the environment of the session; variables that are set already are kept."""
        if SPARK_ADAPTER not in sys.modules or find_spec("pyspark") is None:
            return
        if find_iceberg_jar() is None:
            fire_event(Note(msg=NO_ICEBERG), level=EventLevel.WARN)
        # dbt has changed to the folder of the project by now.
        project = Path.cwd()
        make_folders(project, os.environ)
        os.environ.update(spark_environment(local_settings(project, os.environ), os.environ))


plugins = [PrepareSpark]
