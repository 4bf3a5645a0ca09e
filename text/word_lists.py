"""Lists of accepted words, read from a YAML file of the form ``name: [word, word, …]``."""

from pathlib import Path

from text.located import read_located


def read_word_lists(path: Path) -> dict[str, tuple[str, ...]]:
    """The lists in the file at ``path``, by name, in their order. Raises ``ValueError`` when it has another form."""
    located = read_located(path)
    if not isinstance(located.value, dict) or located.duplicates:
        raise ValueError(f"{path}: not a set of named lists")
    lists: dict[str, tuple[str, ...]] = {}
    for name, words in located.value.items():
        if not isinstance(words, list):
            raise ValueError(f"{path}:{located.line((name,))}: {name!r} is not a list of words")
        lists[name] = tuple(str(word) for word in words)
    return lists
