"""HTML pages that are one file each and ask no server for anything."""
