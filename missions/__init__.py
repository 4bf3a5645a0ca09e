"""A mission, and files of missions: reading a row, answer words, columns, problems, and classifying in bulk.

Nothing here is kept between two runs; what a working group keeps, and jobs of the bulk page, are in ``record``.
"""
