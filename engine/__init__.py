"""Answers in, decisions out. Imports the chart and nothing above it."""
