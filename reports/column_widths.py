"""How wide the columns of a table are: in their shares, but none narrower than a word in it that may not be cut."""

from collections.abc import Iterable, Sequence

from text.thai_words import line_pieces
from text.widths import width

_LONGEST = 20
"""Letters of the longest word that widens its column; what is longer, like an address of the web, may be cut."""
_INSET = 13.0
"""Points beside the words of a column, with some to spare."""


def column_widths(shares: Sequence[float], words: Iterable[Iterable[str]], size: float, room: float) -> list[float]:
    """Points of each column of ``room``, by its share and its ``words`` in type of ``size``."""
    least = [max((width(word, size) for word in set(found)), default=0) + _INSET for found in words]
    least = [min(need, room / 3) for need in least]
    given = [share / sum(shares) * room for share in shares]
    short = sum(max(need - have, 0) for need, have in zip(least, given, strict=True))
    spare = sum(max(have - need, 0) for need, have in zip(least, given, strict=True))
    if not short or short > spare:
        return given
    return [max(need, have - (have - need) * short / spare) for need, have in zip(least, given, strict=True)]


def uncut(text: str) -> list[str]:
    """The words, numbers and names of a text within which no line may end."""
    pieces = line_pieces(text)
    other = (word for piece in pieces[::2] for word in piece.split() if len(word) <= _LONGEST)
    return [*pieces[1::2], *other]
