"""The columns that a decision is told in, and what they are called beside columns of a user's own."""

from collections.abc import Iterable, Sequence

RESULT_COLUMNS = (
    "status",
    "disposition",
    "disposition_label",
    "sub_form",
    "exit_question",
    "next_question",
    "possible",
    "path",
    "unused",
    "chart",
)

FLIP_COLUMNS = ("flip_size", "flips_to", "hinges_on", "narrows_most")
"""Of how many answers the change would move a mission, to which dispositions, and which questions they are; and the
open question that narrows most what is still possible.
"""


def free_names(names: Iterable[str], taken: Sequence[str]) -> list[str]:
    """The names, numbered where they are taken."""
    used = set(taken)
    return [_free(name, used) for name in names]


def given_columns(results: Sequence[str], header: Sequence[str]) -> int:
    """How many columns of a header were given to us: all, or those in front of our own results."""
    given = len(header) - len(results)
    own = given >= 0 and list(header[given:]) == free_names(results, header[:given])
    return given if own else len(header)


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free = f"{name}_{number}"
        number += 1
    return free
