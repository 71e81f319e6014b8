"""What a service runs, by kind, and the unit in which shares and demand are whole numbers."""

PPM = 1_000_000
WORKLOADS = ("compute", "storage", "database", "network", "ai")
