"""The report: figures, pages, seal and recheck."""
