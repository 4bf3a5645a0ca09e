"""Classifying files of any size: as a stream, on several processes or machines, as a job of its own."""
