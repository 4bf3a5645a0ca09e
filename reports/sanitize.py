"""Text that people typed, made fit to be shown: whatever cannot be shown becomes a visible sign."""

import re
from dataclasses import replace
from functools import lru_cache

from reports.summary import Change, Disagreement, Name, ReviewedMission, SummaryInput
from text.thai import normalise

REPLACED = "\ufffd"
"""Stands for a character that no document can hold."""
NO_GLYPH = "◊"
"""Stands for a character that the font of the PDF does not have. The font has this one."""

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PRIVATE = re.compile("[\ue000-\uf6ff\uf71b-\uf8ff\U000f0000-\U0010ffff]")
_SEVERAL = re.compile(r"\s*[;\n]\s*")
LONGEST_MENTION = 120


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text on one line, Thai in one spelling, ``REPLACED`` for what XML or a printer cannot hold."""
    return normalise(_PRIVATE.sub(REPLACED, _UNFIT.sub(REPLACED, text)))


def pieces(text: str) -> tuple[str, ...]:
    """The pieces of evidence that somebody wrote in one field: each on its own line, or with ";" between them."""
    return tuple(filter(None, map(plain, _SEVERAL.split(text))))


def mention(text: str) -> str:
    """The text cut to what a sentence or a list can bear."""
    return text if len(text) <= LONGEST_MENTION else text[: LONGEST_MENTION - 1].rstrip() + "…"


def fit(summary: SummaryInput) -> SummaryInput:
    """The summary with every text that people typed made ``plain``."""
    return replace(
        summary,
        missions=tuple(map(_mission, summary.missions)),
        source=replace(summary.source, name=plain(summary.source.name)),
        title=plain(summary.title),
        owner=_name(summary.owner),
        review=_name(summary.review),
        working_group=tuple(replace(person, name=plain(person.name)) for person in summary.working_group),
        scope=tuple(map(_name, summary.scope)),
    )


def _mission(mission: ReviewedMission) -> ReviewedMission:
    return replace(
        mission,
        code=plain(mission.code),
        name=_name(mission.name),
        ministry=_name(mission.ministry),
        department=_name(mission.department),
        reason=plain(mission.reason),
        reasons={question: plain(reason) for question, reason in mission.reasons.items()},
        evidence={question: tuple(map(plain, pieces)) for question, pieces in mission.evidence.items()},
        counterpart=_name(mission.counterpart),
        description=plain(mission.description),
        legal_basis=plain(mission.legal_basis),
        details={name: plain(told) if isinstance(told, str) else told for name, told in mission.details.items()},
        settled_by=plain(mission.settled_by),
        minority_view=plain(mission.minority_view),
        disagreements=tuple(map(_disagreement, mission.disagreements)),
        signed_by=plain(mission.signed_by),
        changes=tuple(map(_change, mission.changes)),
        comments=tuple(replace(said, by=plain(said.by), text=plain(said.text)) for said in mission.comments),
    )


def _change(change: Change) -> Change:
    deeds = tuple(replace(deed, others=tuple(map(plain, deed.others))) for deed in change.deeds)
    return replace(change, by=plain(change.by), deeds=deeds)


def _disagreement(found: Disagreement) -> Disagreement:
    minority = tuple(replace(view, by=plain(view.by), reason=plain(view.reason)) for view in found.minority)
    return replace(found, by=plain(found.by), reason=plain(found.reason), minority=minority)


def _name(name: Name) -> Name:
    return Name(plain(name.th), plain(name.en))
