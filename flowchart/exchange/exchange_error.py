"""Why a chart cannot be written for another engine, or another engine's table cannot be read as a chart."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from text.words import Lang, Words

_words = Words(Path(__file__).with_name("words.yaml"))
_LONGEST = 80


class ExchangeError(ValueError):
    """What cannot be said in the other form. ``code`` is stable; ``sentence`` is for the user."""

    def __init__(self, code: str, **names: object) -> None:
        self.code = code
        self._names = names
        super().__init__(f"{code}: {self.sentence('en')}")

    def __reduce__(self) -> tuple[Callable[[], "ExchangeError"], tuple[()]]:
        return partial(ExchangeError, self.code, **self._names), ()  # so that it can come from another process

    def sentence(self, lang: Lang) -> str:
        """What cannot be said, where, and what to do."""
        return _words(f"refused.{self.code}", lang, **{name: _shown(value) for name, value in self._names.items()})


def words(key: str, lang: Lang, **names: object) -> str:
    """A text of this folder."""
    return _words(key, lang, **names)


def _shown(value: object) -> str:
    line = " ".join(str(value).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
