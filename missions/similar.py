"""Likely duplicates: missions of other agencies whose names are alike in letters and, if installed, in meaning.

Nothing here decides: a person looks at what is alike. What it needs is optional (``requirements-similar.txt``).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from threading import Lock, Thread
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from missions.vectors import Floats, vectors_of
from missions.vectors import installed as meaning_installed
from text.numbers import TO_ARABIC
from text.thai import match_key, normalise
from text.thai_words import kept_together

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
_prepared: set[object] = set()
_preparing, _weighing = Lock(), Lock()
_STRONGEST = 50
"""Pairs of a name that are looked at for groups, the likeliest ones."""


class NotInstalledError(Exception):
    """The packages of ``requirements-similar.txt`` that compare letters are not there."""


_match_key = lru_cache(maxsize=65536)(match_key)


@dataclass(frozen=True, slots=True)
class Named:
    """What is compared of a mission, and whose it is."""

    name: str
    ministry: str = ""
    department: str = ""

    @property
    def agency(self) -> tuple[str, str]:
        """Ministry and department, made comparable: many ministries have a department of the same name."""
        return _match_key(self.ministry), _match_key(self.department)

    @property
    def comparable(self) -> bool:
        """Whether there is a name of two letters and an agency."""
        return len(_match_key(self.name)) >= _GRAMS[0] and any(self.agency)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a mission is to ``other`` (its place among those given), from 0 to 1."""

    other: int
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """``nearest`` by the place of each mission asked for, the likeliest first, and ``alike``: how many of other
    agencies have a score from ``grouped`` on. ``groups`` of more than two missions, the largest first: any two names of
    a group have a score from ``grouped`` on; none where only some missions are asked for. ``meaning``: whether more
    than letters was compared; ``left_out``: missions without a name or an agency.
    """

    nearest: dict[int, tuple[Likeness, ...]]
    alike: dict[int, int]
    groups: tuple[tuple[int, ...], ...]
    grouped: float
    meaning: bool
    left_out: int


def installed() -> bool:
    """Whether names can be compared at all."""
    return all(find_spec(name) for name in ("sklearn", "scipy"))


def prepare(key: object, missions: Callable[[], Iterable[Named]]) -> Thread | None:
    """Load what a comparison needs beside what runs, and work out the vectors of these missions. Once for a key.

    It fails in silence: whoever compares them later does it all, and is told. Gives the thread, if one was begun.
    """
    with _preparing:
        if key in _prepared or not installed():
            return None
        _prepared.add(key)

    def work() -> None:
        with suppress(Exception):
            known = [*missions()]
            likely_duplicates(known, 1, places=[0])
            shared(known[0].name, known[0].name)  # loads the dictionary of Thai words

    thread = Thread(target=work, name="alike", daemon=True)
    thread.start()
    return thread


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
        return Found({}, {}, (), threshold, with_meaning, left_out)
    texts = [comparable_text(missions[n].name) for n in at]
    asked = np.arange(len(at)) if places is None else np.flatnonzero(np.isin(at, np.asarray(places)))
    agencies: dict[tuple[str, str], int] = {}
    of = np.array([agencies.setdefault(missions[n].agency, len(agencies)) for n in at])
    vectors = vectors_of(texts, lambda done, all_: told("vectors", done, all_)) if with_meaning else None
    nearest: dict[int, tuple[Likeness, ...]] = {}
    alike: dict[int, int] = {}
    firsts = {text: n for n, text in reversed([*enumerate(texts)])}
    names = np.array(sorted(firsts.values()), dtype=np.intp)  # where each text stands first
    pairs: dict[int, dict[int, float]] = {}
    for rows, scores in _blocks(texts, vectors, asked):
        if places is None:
            pairs |= _strongest(rows, scores, names, threshold)
        scores[of[rows, None] == of[None, :]] = -1
        for row, best in zip(rows, _best(scores, top), strict=True):
            nearest[int(at[row])] = tuple(Likeness(int(at[n]), round(score, 4)) for n, score in best)
        alike |= zip(at[rows].tolist(), (scores >= threshold).sum(axis=1).tolist(), strict=True)
        told("compared", len(nearest), len(asked))
    groups = _of_missions(pairs, texts, firsts, of) if places is None else []
    large = (tuple(sorted(int(at[n]) for n in group)) for group in groups if len(group) > 2)
    largest_first = tuple(sorted(large, key=lambda group: (-len(group), group)))
    return Found(nearest, alike, largest_first, threshold, with_meaning, left_out)


def _of_missions(
    pairs: dict[int, dict[int, float]], texts: Sequence[str], firsts: Mapping[str, int], of: npt.NDArray[np.intp]
) -> list[list[int]]:
    """The groups of names as groups of all missions that have them."""
    by_text: dict[int, list[int]] = {}
    for n, text in enumerate(texts):
        by_text.setdefault(firsts[text], []).append(n)
    owners = {first: frozenset(of[these].tolist()) for first, these in by_text.items()}
    return [[n for each in group for n in by_text[each]] for group in _groups(pairs, owners)]


def scores_of(names: Sequence[str], *, meaning: bool) -> Floats:
    """The score of every pair of a few names, whosever they are."""
    texts = [comparable_text(name) for name in names]
    vectors = vectors_of(texts, lambda _done, _all: None) if meaning else None
    return np.concatenate([scores for _, scores in _blocks(texts, vectors, np.arange(len(texts)))])


@lru_cache(maxsize=65536)
def comparable_text(name: str) -> str:
    """A name as it is compared: one spelling, Arabic digits, no capitals."""
    return normalise(name).translate(TO_ARABIC).casefold()


def _blocks(
    texts: Sequence[str], vectors: Floats | None, asked: npt.NDArray[np.intp]
) -> Iterator[tuple[npt.NDArray[np.intp], Floats]]:
    """Some of the rows asked for at a time, and their scores with every text."""
    closed_up = [text.replace(" ", "") for text in texts]
    distinct = tuple(sorted(set(closed_up)))
    place = {text: n for n, text in enumerate(distinct)}
    of = np.array([place[text] for text in closed_up], dtype=np.intp)
    letters, columns = _letters(distinct)
    size = max(1, _CELLS // len(texts))
    for start in range(0, len(asked), size):
        rows = asked[start : start + size]
        scores: Floats = (letters[of[rows]] @ columns).toarray()[:, of]
        if vectors is not None:
            scores *= LETTERS
            scores += MEANING * (vectors[rows] @ vectors.T)
        yield rows, scores


def _letters(texts: tuple[str, ...]) -> tuple[Any, Any]:
    """How much each two to four letters say of each text, and the same turned round; kept for the next question.

    Who asks while somebody works them out, as ``prepare`` does, waits for that instead of doing the same beside it.
    """
    with _weighing:
        return _weighed(texts)


@lru_cache(maxsize=2)
def _weighed(texts: tuple[str, ...]) -> tuple[Any, Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    grams = TfidfVectorizer(analyzer="char", ngram_range=_GRAMS, sublinear_tf=True, dtype=np.float32)
    letters: Any = grams.fit_transform(texts)
    return letters, letters.T.tocsr()


def _best(scores: Floats, top: int) -> Iterator[list[tuple[int, float]]]:
    """The places and scores of the highest of each row, the highest first; of equal ones the first."""
    few = min(top, scores.shape[1])
    places = np.argpartition(-scores, few - 1, axis=1)[:, :few]
    for row, found in zip(scores, places, strict=True):
        found.sort()
        ordered = found[np.argsort(-row[found], kind="stable")]
        yield [(int(n), float(min(row[n], 1))) for n in ordered if row[n] > 0]


def _strongest(
    rows: npt.NDArray[np.intp], scores: Floats, names: npt.NDArray[np.intp], threshold: float
) -> dict[int, dict[int, float]]:
    """Of those rows that are among ``names``, the likeliest other names from the threshold on."""
    found: dict[int, dict[int, float]] = {}
    for at in np.flatnonzero(np.isin(rows, names)):
        score = scores[at, names]
        others = np.flatnonzero((score >= threshold) & (names != rows[at]))
        if len(others) > _STRONGEST:
            others = others[np.argsort(-score[others], kind="stable")[:_STRONGEST]]
        if len(others):
            found[int(rows[at])] = dict(zip(names[others].tolist(), score[others].tolist(), strict=True))
    return found


def _groups(pairs: dict[int, dict[int, float]], owners: Mapping[int, frozenset[int]]) -> list[list[int]]:
    """Names of several agencies, joined pair by pair, the likeliest first, while all are alike (complete linkage).

    A chain of names of which the ends are not alike is thus no group.
    """
    scores = {(min(a, b), max(a, b)): score for a, others in pairs.items() for b, score in others.items()}
    group_of = {name: [name] for name in owners}
    for one, other in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        mine, theirs = group_of[one], group_of[other]
        several = len(owners[one] | owners[other]) > 1
        if mine is theirs or not several or any((min(a, b), max(a, b)) not in scores for a in mine for b in theirs):
            continue
        mine += theirs
        for name in theirs:
            group_of[name] = mine
    groups = {id(group): group for group in group_of.values()}.values()
    return [group for group in groups if len(frozenset[int]().union(*(owners[name] for name in group))) > 1]


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
