"""Alerts: what somebody has to act on, told once to whom it concerns."""
