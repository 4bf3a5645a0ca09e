"""What several pages show: the chart, counts, the reading of a file, the choice of a chart, and a small cache.

Nothing here belongs to one page alone.
"""
