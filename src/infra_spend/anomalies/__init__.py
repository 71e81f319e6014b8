"""What is wrong: spikes, shifts, drifts and drops of daily values, on the day they can be seen."""

from infra_spend.anomalies.detection import detect, find_alarms

__all__ = ["detect", "find_alarms"]
