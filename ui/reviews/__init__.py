"""The reviews: their list, starting one, administering it."""
