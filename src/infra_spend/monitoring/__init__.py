"""The warehouse monitors itself: Elementary where it can be had, and the report either way."""
