"""Benchmarks: what the warehouse and ingest cost, as ratios that hold on any machine."""
