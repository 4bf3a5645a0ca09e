"""Lists of accepted words, read from a YAML file of the form ``name: [word, word, …]``, in groups where wanted."""

from pathlib import Path

from text.located import Located, Value, read_located


def read_word_lists(path: Path, *, but: str = "") -> dict[str, tuple[str, ...]]:
    """The lists in the file at ``path``, by name, in their order; ``but`` names what else stands there.

    Raises ``ValueError`` when it has another form.
    """
    located = _read(path)
    return {
        name: _list(path, located, words, (name,)) for name, words in _named(path, located.value).items() if name != but
    }


def read_word_groups(path: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """The groups in the file at ``path``, each of named lists. Raises ``ValueError`` when it has another form."""
    located = _read(path)
    return {
        group: {name: _list(path, located, words, (group, name)) for name, words in _named(path, lists).items()}
        for group, lists in _named(path, located.value).items()
    }


def _read(path: Path) -> Located:
    located = read_located(path)
    if located.duplicates:
        raise ValueError(f"{path}: {'.'.join(map(str, located.duplicates[0]))} is given twice")
    return located


def _named(path: Path, value: Value) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise ValueError(f"{path}: not a set of named lists")
    return value


def _list(path: Path, located: Located, words: Value, place: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(words, list):
        raise ValueError(f"{path}:{located.line(place)}: {'.'.join(place)} is not a list of words")
    return tuple(str(word) for word in words)
