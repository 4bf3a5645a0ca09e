"""What differs between two charts: what decides, what it means, and what is only words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from flowchart.chart import Chart

Value: TypeAlias = Any
"""A part of a chart as its file holds it: a text, number or truth, or names or a list with such parts."""
Weight: TypeAlias = Literal["decides", "means", "words"]
WEIGHTS: tuple[Weight, ...] = get_args(Weight)
"""``decides``: another answer, edge or disposition; ``means``: what a disposition entails, how a file is read, what a
statement rests on; ``words``: texts that people read. From the heaviest to the lightest."""

_WORDS = frozenset({"th", "en"})
_DECIDES = frozenset({"start", "default_disposition", "to"})
_NODES = {("questions",): 2, ("dispositions",): 2, ("edges",): 2, ("questions", "answers"): 4}
"""Parts of which one that is added or goes decides, and the length of their paths."""


@dataclass(frozen=True)
class Difference:
    """One part that differs: where it stands in the file, what it was and what it is; None where it is not there.

    Of a part that was added or went, all that it holds is one difference.
    """

    weight: Weight
    place: tuple[str, ...]
    before: Value
    after: Value


def differences(old: Chart, new: Chart) -> list[Difference]:
    """Everything that differs, the heaviest first, each in the order of the file. Id and version are not compared."""
    before, after = dict(_parts(_document(old), ())), dict(_parts(_document(new), ()))
    found = []
    told: set[tuple[str, ...]] = set()
    for place in {**before, **after}:
        was, now = before.get(place), after.get(place)
        inside = isinstance(was, dict | list) and isinstance(now, dict | list)
        if was == now or inside or any(place[:n] in told for n in range(1, len(place))):
            continue
        told.add(place)
        found.append(Difference(_weight(place, was, now), place, was, now))
    return sorted(found, key=lambda difference: WEIGHTS.index(difference.weight))


def _weight(place: tuple[str, ...], was: Value, now: Value) -> Weight:
    kind = tuple(part for n, part in enumerate(place) if n % 2 == 0)
    if len(place) == _NODES.get(kind[: len(place) // 2]) and (was is None or now is None):
        return "decides"
    if place[0] in ("questions", "edges") and place[-1] in _DECIDES:
        return "decides"
    return "words" if place[-1] in _WORDS else "means"


def _document(chart: Chart) -> dict[str, Value]:
    """The chart as its file holds it, edges and evidence by what they are known by."""
    document = chart.model_dump(mode="json", exclude={"id", "version"}, exclude_none=True)
    document["edges"] = {f"{edge['question']}={edge['answer']}": edge for edge in document["edges"]}
    document["evidence"] = {
        question: {line["id"]: line for line in lines} for question, lines in document["evidence"].items()
    }
    return document


def _parts(value: Value, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Value]]:
    """Every part by its place, containers before what they hold."""
    if place:
        yield place, value
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value, 1):
            yield from _parts(part, (*place, str(key)))
