"""The texts about the record, in Thai and English."""

from flowchart.words import Words

words = Words.beside(__file__)
