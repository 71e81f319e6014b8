"""The documentation as one site: what dbt and lineage tools write, rules, entities, an index."""
