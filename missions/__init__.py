"""A mission, and files of missions: reading a row, answer words, columns, problems, and classifying in bulk.

Nothing here is kept between two runs but jobs of the bulk page; what a working group keeps is in ``record``.
"""
