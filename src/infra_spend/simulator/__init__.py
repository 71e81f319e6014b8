"""A simulated company: the exports a real one receives, and the truth behind them.

Every figure it writes is simulated. Python draws the company (who owns what, what runs where, how
demand moves) as small tables; DuckDB spreads them into lines, in whole numbers and decimals only.
"""
