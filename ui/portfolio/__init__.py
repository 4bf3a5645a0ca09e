"""The portfolio of a review: its missions filtered, counted, discussed and signed."""
