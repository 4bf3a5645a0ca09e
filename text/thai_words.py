"""Where a line of Thai may end: the words of a text, by PyThaiNLP's dictionary.

A word is what stands in that dictionary with at most 16 letters, so a short compound (ส่วนราชการ) is one word too; some
that it lacks are added.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from text.icu_thai import icu_words
from text.words import Words

if TYPE_CHECKING:
    from pythainlp.util import Trie

_ABBREVIATED = "(?<![\u0e01-\u0e4e])(?:[\u0e01-\u0e2e]{1,4}\\.)+"
_THAI = re.compile(f"({_ABBREVIATED}|[\u0e01-\u0e3a\u0e40-\u0e4e]+(?: ?[\u0e2f\u0e46])?)")
"""Initials with their points, or Thai letters with the sign of repetition that belongs to the last word."""
_LONGEST = 16
"""Letters of the longest word that is kept whole: a compound that is longer may be cut between its parts."""
_OURS = ("จ้างเหมา", "โอนถ่าย")
"""Words that the dictionary knows in parts only."""
_MONTHS = {Words.beside(__file__)(f"month.{n}", "th") for n in range(1, 13)}
_UNITS = {*_MONTHS, "วัน", "เดือน", "ปี", "บาท", "ล้าน", "คน", "อัตรา", "ข้อ", "ภารกิจ"}
"""Words that keep to the number before them: 3 มีนาคม."""
_COUNTED = {
    *("ข้อ", "ข้อที่", "มาตรา", "ฉบับที่", "ครั้งที่", "รอบที่", "ส่วนที่", "หมวด", "วรรค", "หน้า"),
    *("ตาราง", "ตารางที่", "ภาพที่", "แผนภาพที่", "พ.ศ."),
}
"""Words that their number keeps to: ข้อ 5."""
_BEFORE = re.compile(r"(?:(?<=[\s(])|^)\d[\d,.]{0,11}[ \u00a0]$")
_AFTER = re.compile(r"[ \u00a0]\d+(?:[./]\d+)*")
_JOINER, _NO_BREAK_SPACE = "\ufeff", "\u00a0"
_RUN = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]+")
_OPENED = re.compile("(?<= )(?=[(“][\u0e01-\u0e4e])")
"""Before a bracket that opens on Thai: LibreOffice cuts its first word if a line may end there."""


@cache
def _dictionary() -> "Trie":
    """The dictionary as the segmenter asks it: a set of words, for a tree of their letters takes seconds to grow."""
    from pythainlp.corpus import thai_words as known
    from pythainlp.util import Trie

    class Dictionary(Trie):
        def __init__(self, words: Iterable[str]) -> None:
            super().__init__(())
            self._words = frozenset(words)
            self._word_count = len(self._words)

        def prefixes(self, text: str, start: int = 0) -> list[str]:
            ends = range(start + 1, min(start + _LONGEST, len(text)) + 1)
            return [text[start:end] for end in ends if text[start:end] in self._words]

    return Dictionary([*_OURS, *(word for word in known() if len(word) <= _LONGEST)])


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


def line_pieces(text: str) -> list[str]:
    """As ``kept_together``; a number keeps to what it counts and a day to its month too."""
    pieces = kept_together(text)
    held: list[str] = pieces[:1]
    for word, following in zip(pieces[1::2], pieces[2::2], strict=True):
        if word in _UNITS and (number := _BEFORE.search(held[-1])):
            held[-1], word = held[-1][: number.start()], number[0] + word
        if word in _COUNTED and (number := _AFTER.match(following)):
            word, following = word + number[0], following[number.end() :]
        held += [word, following]
    return held


@lru_cache(maxsize=65536)
def with_joiners(text: str) -> str:
    """The text for a program that finds the words of Thai by ICU, as LibreOffice does.

    No-break spaces and joiners (U+FEFF) stand where such a program would end a line within a word of ours, and a joiner
    before each bracket that opens after a space.
    """
    held, within = "", set[int]()
    for n, piece in enumerate(line_pieces(text)):
        if n % 2:
            within.update(range(len(held) + 1, len(held) + len(piece)))
        held += piece.replace(" ", _NO_BREAK_SPACE) if n % 2 else piece
    joined, at = "", 0
    for run in _RUN.finditer(held):
        joined += held[at : run.start()]
        at = run.start()
        while at < run.end():
            end = at
            for piece in icu_words(held[at : run.end()]):
                end += len(piece)
                if end in within and end < run.end():
                    break
            joined += held[at:end] + (_JOINER if end in within and end < run.end() else "")
            at = end
    return _OPENED.sub(_JOINER, joined + held[at:])
