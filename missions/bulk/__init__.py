"""Classifying files of any size: as a stream, on several processes or machines, or as a job of its own.

How a cell or a heading is understood is in ``missions.files``; what follows from it is in ``engine``.
"""
