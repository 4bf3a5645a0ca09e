"""A whole file of missions: classified at once, or as a job when it is large."""
