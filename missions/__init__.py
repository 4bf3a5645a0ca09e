"""The missions: reading and writing files of them, columns, answers and what is wrong with either."""
