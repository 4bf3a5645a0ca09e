"""The chart as data (``charts/<id>/<version>.yaml`` and its report profile), its model, checks, registry and picture.

Here is what a chart is and how it looks and speaks. What follows from answers is in ``engine``; nothing here knows of
missions or files.
"""
