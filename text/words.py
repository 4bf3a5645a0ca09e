"""Texts that a user sees, in Thai and English, read from the ``words.yaml`` beside the code that says them."""

from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from string import Formatter
from typing import Literal, TypeAlias, get_args

from text.located import Value, read_located

Lang: TypeAlias = Literal["th", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)


class Filled:
    """A value for a name in a text: how it is shown, and the word that goes with its number."""

    def __init__(self, value: object, shown: str) -> None:
        self._value, self._shown = value, shown

    def __format__(self, words: str) -> str:
        one, several, many = words.partition("|")
        if not several:
            return format(self._value, words) if words else self._shown
        return one if str(self._value) == "1" else many


class Words:
    """The texts of one room. Call it with a key and a language; ``{names}`` in the text are filled in.

    The file is read when the first text is wanted, which fails with ``ValueError`` when a text lacks a language or its
    two languages fill in different names.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _texts(self) -> dict[str, dict[str, str]]:
        located = read_located(self._path)
        texts = dict(_collected(located.value, "", self._path))
        for place in located.duplicates:
            raise ValueError(f"{self._path}:{located.line(place)}: {place[-1]!r} is given twice")
        return texts

    @staticmethod
    def beside(module: str) -> "Words":
        """The words in ``words.yaml`` next to the module whose ``__file__`` is given."""
        return _of_room(Path(module).with_name("words.yaml"))

    def __call__(self, key: str, lang: Lang, **names: object) -> str:
        """The text of ``key``. Raises ``KeyError`` for an unknown key or a name that was not given.

        ``{n:mission|missions}`` is the first word where the name ``n`` is one, else the second.
        """
        filled = {
            name: value if isinstance(value, Filled) else Filled(value, str(value)) for name, value in names.items()
        }
        return self._texts[key][lang].format(**filled)

    def __contains__(self, key: str) -> bool:
        return key in self._texts


@cache
def _of_room(path: Path) -> Words:
    """The words of a room, read once for all its modules."""
    return Words(path)


def _collected(value: Value, prefix: str, path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Every text beneath ``prefix`` with its key."""
    if not isinstance(value, dict):
        raise ValueError(f"{path}: {prefix!r} is not a text in th and en")
    if not set(value) & set(LANGS):
        for key, part in value.items():
            yield from _collected(part, f"{prefix}.{key}" if prefix else key, path)
        return
    beside = [key for key in value if key not in LANGS]
    if beside:  # the rest of a text that holds a comma and was not quoted
        raise ValueError(f"{path}: {prefix!r} has more than th and en: {beside[0]!r}")
    text = {lang: part for lang, part in value.items() if isinstance(part, str) and part.strip()}
    if set(text) != set(LANGS):
        raise ValueError(f"{path}: {prefix!r} needs both th and en")
    if _names(text["th"]) != _names(text["en"]):
        raise ValueError(f"{path}: {prefix!r} fills in different names in th and en")
    yield prefix, text


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
