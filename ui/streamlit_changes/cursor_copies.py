"""Where a part of a page stands in it is copied a value at a time, and not through the whole of Python's copying."""

from copy import deepcopy
from typing import Any

from streamlit.cursor import Cursor, SparseList


def copy_cursors_plainly() -> None:
    """Have Streamlit copy its cursors for less.

    Each part of a page copies, when it is made and when it runs, every cursor from the top of the page down to it
    (1.67.0), a tenth of a click's work on the record. A cursor holds numbers, and elements for as long as something is
    being loaded.
    """
    Cursor.__deepcopy__ = _copied  # type: ignore[attr-defined]


def _copied(cursor: Cursor, memo: dict[int, Any]) -> Cursor:
    made = memo[id(cursor)] = object.__new__(type(cursor))
    for name, value in vars(cursor).items():
        vars(made)[name] = value if type(value) in _KEPT else _elements(value, memo)
    return made


def _elements(value: object, memo: dict[int, Any]) -> object:
    empty = type(value) is SparseList and not len(value)
    return SparseList[Any]() if empty else deepcopy(value, memo)


_KEPT = (int, tuple, type(None))
"""What no one changes. A tuple of a cursor is a path, of numbers."""
