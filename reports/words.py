"""The texts of a summary, in Thai and English, read once for all that use them."""

from text.words import Words

words = Words.beside(__file__)
