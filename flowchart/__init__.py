"""The chart as data, its checks, its picture and its text. Imports nothing above it."""
