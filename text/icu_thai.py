"""Where ICU ends lines of Thai: what LibreOffice does with a text, reckoned without it.

The dictionary is ICU's as PyThaiNLP has it; the way through it is that of ICU's ThaiBreakEngine.
"""

from functools import cache, lru_cache

_LEAST = 4
"""Letters of the shortest run that is searched."""
_ENDS_NO_WORD = frozenset("\u0e31\u0e40\u0e41\u0e42\u0e43\u0e44")
_BEGINS_WORDS = frozenset(map(chr, (*range(0x0E01, 0x0E2F), *range(0x0E40, 0x0E45))))
_MARKS = frozenset(map(chr, (0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F))))
_ABBREVIATES, _REPEATS = "\u0e2f", "\u0e46"


@cache
def _prefixes() -> dict[str, bool]:
    """Every beginning of a word of the dictionary, and whether it is a word itself."""
    from pythainlp.corpus import thai_icu_words

    words = thai_icu_words()
    return {word[:n]: word[:n] in words for word in words for n in range(1, len(word) + 1)}


@lru_cache(maxsize=65536)
def icu_words(run: str) -> tuple[str, ...]:
    """A run of Thai letters in the pieces between which ICU may let a line end.

    Where letters that are no word follow a short one ICU may keep both together; here they are always apart.
    """
    if len(run) <= _LEAST:
        return (run,)
    pieces, at = [], 0
    while at < len(run):
        end = _end(run, at)
        pieces.append(run[at:end])
        at = end
    return tuple(pieces)


def _words_at(run: str, at: int) -> list[int]:
    """Where the words of the dictionary that begin at a place end, the shortest first."""
    prefixes = _prefixes()
    ends, end = [], at
    while end < len(run) and (known := prefixes.get(run[at : end + 1])) is not None:
        end += 1
        if known:
            ends.append(end)
    return ends


def _end(run: str, at: int) -> int:
    ends = _words_at(run, at)
    end = _best(run, ends) if ends else _resumed(run, at)
    while end < len(run) and run[end] in _MARKS:
        end += 1
    for sign in (_ABBREVIATES, _REPEATS):
        if at < end < len(run) and run[end] == sign and not _words_at(run, end) and run[end - 1] != sign:
            end += 1
    return end


def _best(run: str, ends: list[int]) -> int:
    """The longest end after which two more words follow; else the shortest after which one does, else the longest."""
    best = ends[-1]
    if best == len(run):
        return best
    for end in reversed(ends):
        if following := _words_at(run, end):
            best = end
            if following[-1] == len(run) or any(_words_at(run, further) for further in following):
                return end
    return best


def _resumed(run: str, at: int) -> int:
    """The first place after ``at`` where a word may begin and one of the dictionary does."""
    for end in range(at + 1, len(run)):
        if run[end - 1] not in _ENDS_NO_WORD and run[end] in _BEGINS_WORDS and _words_at(run, end):
            return end
    return len(run)
