"""The exports: one module a source, and beside it the queries that give their rows."""
