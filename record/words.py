"""The texts about the record, in Thai and English."""

from text.words import Words

words = Words.beside(__file__)
