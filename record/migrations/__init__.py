"""The shape of the database, one revision after another."""
