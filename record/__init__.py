"""The record of a review: missions, answers, opinions, evidence and sign-offs, in SQLite or PostgreSQL."""
