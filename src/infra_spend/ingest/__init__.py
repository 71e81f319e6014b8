"""Ingest: turn exports into Parquet deliveries in the landing zone, all of them or none."""
