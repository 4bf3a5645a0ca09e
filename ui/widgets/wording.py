"""What users typed, as HTML: just as typed, and what was changed in it.

Changes are told by words and, in Thai, which has no spaces, by letters with their marks.
"""

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache
from html import escape
from typing import TypeAlias

from ui.language import say

_MOST = 40_000
"""Above so many pairs of equal units to look at, units are what stands between spaces; below it takes 0.2 s at most."""
_FEW = 3
"""Fewer units than these that stayed between two changes are shown as changed too: confetti cannot be read."""
_AROUND = 60
"""Units shown around a change; what stayed further away is left out."""
_JOINED = frozenset({"Mn", "Mc", "Me", "Cf", "Sk"})
_LEADING = "เแโใไ"
_SARA_AM, _JOINER = "\u0e33", "\u200d"

Part: TypeAlias = tuple[str, str, bool]
"""What was removed and what was added in its place, or a text that stayed (twice), and whether it stayed."""


_LONG = 400
"""A longer passage may have to be scrolled, and so must be within a keyboard's reach."""


def own(text: str) -> str:
    """A name or a short text, whose direction of writing is its own too."""
    return f"<bdi>{escape(text)}</bdi>"


def passage(html: str, tag: str = "div") -> str:
    """A text on lines of its own; a long one scrolls."""
    reachable = ' tabindex="0"' if len(html) > _LONG else ""
    return f'<{tag} class="words"{reachable}>{html}</{tag}>'


def marked(before: str, after: str) -> str:
    """The change as HTML: removed words struck through, added ones underlined, both said to a screen reader too."""
    if not before:
        return escape(after)
    return "".join(
        escape(old) if same else _tagged("del", "removed", old) + _tagged("ins", "added", new)
        for old, new, same in differences(before, after)
    )


@lru_cache(maxsize=256)
def differences(before: str, after: str) -> tuple[Part, ...]:
    """The parts of two texts in order. No letter is parted from its marks; long texts that stayed are cut short."""
    a, b = _units(before), _units(after)
    head = _shared(a, b)
    tail = _shared(a[head:][::-1], b[head:][::-1])
    a_end, b_end = len(a) - tail, len(b) - tail
    parts = _compared(a[head:a_end], b[head:b_end])
    kept = [(a[:head], a[:head], True), *parts, (a[a_end:], a[a_end:], True)]
    found = []
    for n, (old, new, same) in enumerate(kept):
        if same:
            old = new = _shortened(old, first=n == 0, last=n == len(kept) - 1)
        if old or new:
            found.append(("".join(old), "".join(new), same))
    return tuple(found)


def _compared(a: list[str], b: list[str]) -> list[tuple[list[str], list[str], bool]]:
    if _pairs(a, b) > _MOST:
        a, b = (re.findall(r"\S+|\s+", "".join(units)) for units in (a, b))
        if _pairs(a, b) > _MOST:
            return [(a, b, False)]
    parts: list[tuple[list[str], list[str], bool]] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        same = tag == "equal" and j - i >= _FEW
        if parts and not same and not parts[-1][2]:
            parts[-1][0].extend(a[i:j])
            parts[-1][1].extend(b[k:m])
        else:
            parts.append((a[i:j], b[k:m], same))
    return parts


def _shared(a: list[str], b: list[str]) -> int:
    """The number of units that both begin with."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _pairs(a: list[str], b: list[str]) -> int:
    counts = Counter(b)
    return sum(counts[unit] for unit in a)


def _shortened(units: list[str], *, first: bool, last: bool) -> list[str]:
    ahead, behind = 0 if first else _AROUND, 0 if last else _AROUND
    if len(units) <= 2 * _AROUND:
        return units
    return [*units[:ahead], " … ", *units[len(units) - behind :]]


def _units(text: str) -> list[str]:
    units: list[str] = []
    for c in text:
        if units and _belongs(units[-1][-1], c):
            units[-1] += c
        else:
            units.append(c)
    return units


def _belongs(before: str, c: str) -> bool:
    """Whether a character is not to be parted from the one before it."""
    return (
        unicodedata.category(c) in _JOINED
        or c == _SARA_AM
        or before == _JOINER
        or (before in _LEADING and c.isalpha())
        or (before < "\u0e00" and c < "\u0e00" and before.isalnum() and c.isalnum())
        or ("\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= c <= "\U0001f1ff")
        or before + c == "\r\n"
    )


def _tagged(tag: str, said: str, text: str) -> str:
    if not text:
        return ""
    return f'<{tag}><span class="unseen">{escape(say(f"history.{said}"))}</span>{escape(text)}</{tag}>'
