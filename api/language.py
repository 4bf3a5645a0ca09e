"""The language that a caller asked for."""

from pathlib import Path

from starlette.requests import HTTPConnection

from text.words import LANGS, Lang, Words

_words = Words(Path(__file__).with_name("words.yaml"))


def lang_of(request: HTTPConnection) -> Lang:
    """The language of ours that ``Accept-Language`` likes best; Thai where it names none."""
    best: tuple[float, Lang] | None = None
    for part in request.headers.get("accept-language", "").lower().split(",")[:20]:
        name, _, weight = part.strip().partition(";q=")
        for lang in LANGS:
            if name.split("-")[0] == lang and (best is None or _number(weight) > best[0]):
                best = _number(weight), lang
    return best[1] if best and best[0] > 0 else "th"


def say(key: str, lang: Lang, **names: object) -> str:
    """A text of this room."""
    return _words(key, lang, **names)


def has(key: str) -> bool:
    """Whether there is such a text."""
    return key in _words


def _number(weight: str) -> float:
    try:
        return float(weight or 1)
    except ValueError:
        return 0
