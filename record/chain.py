"""The chain of changes: each carries the hash of the one before, so that none can be altered or taken out unseen."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from record.models import ChainTip, Change
from record.row import Json, canonical
from record.words import words
from text.words import Lang

Fault: TypeAlias = Literal[
    "deleted",
    "altered",
    "reordered",
    "added",
    "differs",
    "cut",
    "rewritten",
    "forged_tip",
    "unsigned",
    "unreadable",
    "orphan",
    "trigger",
]
IMPORT = "import"
"""The kind of the change that tells of an import. It is about the log itself and so leaves no row."""
MOVE = "move"
"""The kind of the change that tells of a move to another version of the chart. The rows it wrote are told before it."""
START = "0" * 64
"""What the first change of a chain carries as the hash of the one before."""


@dataclass(frozen=True)
class Tampering:
    """The first change of a chain that is not as it was written; ``differs``: a row is not as the change left it."""

    chain: str
    seq: int
    fault: Fault
    what: str = ""

    def sentence(self, lang: Lang) -> str:
        """What was found, where."""
        return words(f"tampering.{self.fault}", lang, chain=self.chain, seq=self.seq, what=self.what)


def new_tip(chain: str) -> ChainTip:
    """The end of a chain that has no changes yet."""
    return ChainTip(chain=chain, seq=0, hash=START)


def append(change: Change, tip: ChainTip) -> Change:
    """Give ``change`` its place after ``tip``, and move ``tip`` on. The caller holds the lock on ``tip``."""
    change.chain, change.seq, change.previous = tip.chain, tip.seq + 1, tip.hash
    change.hash = hash_of(change.as_json())
    tip.seq, tip.hash = change.seq, change.hash
    return change


def hash_of(change: Mapping[str, Json]) -> str:
    """SHA-256 (hex) of the canonical JSON of a change's fields other than its own hash."""
    return hashlib.sha256(canonical({k: v for k, v in change.items() if k != "hash"}).encode()).hexdigest()


def first_tampering(chain: str, changes: Iterable[Mapping[str, Json]], seq: int, last: str) -> Tampering | None:
    """The first fault of a chain whose head says that it has ``seq`` changes, the ``last`` one of that hash."""
    previous = START
    expected = 0
    for change in changes:
        expected += 1
        found = change["seq"]
        if found != expected:
            return Tampering(chain, expected, "deleted")
        if expected > seq:
            return Tampering(chain, expected, "added")
        if change["chain"] != chain or hash_of(change) != change["hash"] or change["previous"] != previous:
            moved = change["previous"] != previous and hash_of(change) != change["hash"]
            return Tampering(chain, expected, "reordered" if moved else "altered")
        previous = change["hash"] if isinstance(change["hash"], str) else ""
    if expected < seq:
        return Tampering(chain, expected + 1, "deleted")
    return None if previous == last else Tampering(chain, expected, "altered")


Key: TypeAlias = tuple[str, str, str]
"""What names a row of a review: its kind, the code of its mission or "", and its subject."""


def replay(changes: Iterable[Mapping[str, Json]]) -> dict[Key, tuple[int, Json]]:
    """How the changes left each row that still is: by what names it, the change's number and the row as JSON."""
    rows: dict[Key, tuple[int, Json]] = {}
    for change in changes:
        if change["kind"] in (IMPORT, MOVE):
            continue
        key = str(change["kind"]), str(change["mission"] or ""), str(change["subject"])
        seq = change["seq"]
        if change["after"] is None:
            rows.pop(key, None)
        else:
            rows[key] = (seq if isinstance(seq, int) else 0), change["after"]
    return rows


def first_difference(chain: str, rows: Mapping[Key, Json], left: Mapping[Key, tuple[int, Json]]) -> Tampering | None:
    """The first change that left a row otherwise than it is now; 0 for a row that no change tells of."""
    wrong = [(seq, key) for key, (seq, row) in left.items() if rows.get(key) != row]
    wrong += [(0, key) for key in rows if key not in left]
    if not wrong:
        return None
    seq, key = min(wrong)
    return Tampering(chain, seq, "differs", " ".join(part for part in key if part))
