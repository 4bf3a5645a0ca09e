"""Where a line of Thai may end: the words of a text, by PyThaiNLP's dictionary."""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pythainlp.util import Trie

_ABBREVIATED = "(?<![\u0e01-\u0e4e])(?:[\u0e01-\u0e2e]{1,4}\\.)+"
_THAI = re.compile(f"({_ABBREVIATED}|[\u0e01-\u0e3a\u0e40-\u0e4e]+(?: ?[\u0e2f\u0e46])?)")
"""Initials with their points, or Thai letters with the sign of repetition that belongs to the last word."""
_LONGEST = 16
"""Letters of the longest word that is kept whole: a compound that is longer may be cut between its parts."""


@cache
def _dictionary() -> "Trie":
    from pythainlp.corpus import thai_words as known
    from pythainlp.util import dict_trie

    return dict_trie({word for word in known() if len(word) <= _LONGEST})


@lru_cache(maxsize=65536)
def thai_words(text: str) -> tuple[str, ...]:
    """A run of Thai letters as words; together they are the run. The dictionary is read at the first call."""
    from pythainlp.tokenize.newmm import segment

    words: list[str] = []
    for word in segment(text, custom_dict=_dictionary()):
        joins = words and (
            not word.strip() or word[0] in "\u0e2f\u0e46\u0e30-\u0e3a\u0e45\u0e47-\u0e4e" or words[-1][-1] == " "
        )
        if joins:
            words[-1] += word
        else:
            words.append(word)
    return tuple(words)


def kept_together(text: str) -> list[str]:
    """The text in pieces; each second one is a Thai word, within which no line ends."""
    pieces: list[str] = []
    for n, run in enumerate(_THAI.split(text)):
        if n % 2 == 0:
            pieces.append(run)
            continue
        for at, word in enumerate((run,) if run.endswith(".") else thai_words(run)):
            pieces += [""] if at else []
            pieces.append(word if len(word) <= _LONGEST else "")
            if len(word) > _LONGEST:
                pieces += [word, ""]
    return pieces
