"""Walking a mission through the chart: in this window alone, or on the record with others."""
