"""The parts of a blueprint summary, one file each."""
