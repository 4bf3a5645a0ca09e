"""A mission's counterpart: what it is merged with, or who it is transferred to. Both sides are checked."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import or_, select

from flowchart.chart import Chart
from record.chart_versions import chart_for, chart_to_answer
from record.limits import checked_choice
from record.mission_status import mission_statuses
from record.models import Link, Mission
from record.store import GROUP, MissionRead, ReviewRead, Store, get_mission
from record.store_error import StoreError
from record.words import words
from text.words import Lang

Mismatch: TypeAlias = Literal["no_counterpart", "not_this_way", "counterpart_goes"]


@dataclass(frozen=True)
class LinkProblem:
    """A mission and a counterpart (codes) that do not fit each other."""

    code: Mismatch
    mission: str
    other: str = ""

    def sentence(self, lang: Lang) -> str:
        """What does not fit and what to do."""
        return words(f"link.{self.code}", lang, mission=self.mission, other=self.other)


def link_kinds(chart: Chart) -> tuple[str, ...]:
    """The dispositions of a chart that need a counterpart."""
    return tuple(d.id for d in chart.dispositions.values() if d.counterpart)


def link(store: Store, by: str, mission_id: int, other_id: int, kind: str) -> Link:
    """Name the counterpart of a mission in the same review, or name it otherwise. By member or chair.

    ``kind`` is the disposition, of the review's chart, that needs the counterpart.
    Two missions have one link: one that the other side gave is replaced. Raises ``StoreError``.
    """
    with store.mission(by, mission_id, GROUP) as write:
        checked_choice("kind", kind, link_kinds(chart_to_answer(write.review)))
        other = get_mission(write.session, other_id)
        if other.review_id != write.review.id:
            raise StoreError("not_found")
        if other.id == mission_id:
            raise StoreError("same_mission")
        backward = write.session.get(Link, (other_id, mission_id))
        if backward:
            write.change("link", write.mission.code, backward.as_json(), None, mission=other.code)
            write.session.delete(backward)
        found = write.session.get(Link, (mission_id, other_id))
        if found is None:
            found = Link(mission_id=mission_id, other_id=other_id, kind=kind)
            write.add(found, "link", other.code, mission=write.mission.code)
        elif found.kind != kind:
            before = found.as_json()
            found.kind = kind
            write.record("link", other.code, before, found.as_json())
    return found


def unlink(store: Store, by: str, mission_id: int, other_id: int) -> None:
    """Take the link between two missions away, whichever side gave it. By member or chair. Raises ``StoreError``."""
    with store.mission(by, mission_id, GROUP) as write:
        other = get_mission(write.session, other_id)
        for here, there in ((write.mission, other), (other, write.mission)):
            if found := write.session.get(Link, (here.id, there.id)):
                write.session.delete(found)
                write.change("link", there.code, found.as_json(), None, mission=here.code)


def links_of(read: MissionRead) -> list[Link]:
    """The links that a mission has, from either side."""
    either = or_(Link.mission_id == read.mission.id, Link.other_id == read.mission.id)
    return list(read.session.scalars(select(Link).where(either).order_by(Link.mission_id, Link.other_id)))


def link_problems(read: ReviewRead) -> list[LinkProblem]:
    """Where missions to be merged or transferred and their counterparts do not fit. Raises ``StoreError``.

    Someone to be merged with must be merged too; who is transferred to must itself stay where it is.

    A counterpart not decided yet is no problem yet, and an agency outside the review (``other_agency``) is enough.
    """
    standing = {row.mission.id: row for row in mission_statuses(read)}
    ways = {mission_id: row.decision.disposition for mission_id, row in standing.items()}
    counterparts: dict[int, list[Link]] = defaultdict(list)
    chart = chart_for(read.review)
    query = select(Link).join(Mission, Mission.id == Link.mission_id).where(Mission.review_id == read.review.id)
    found = read.session.scalars(query.order_by(Link.mission_id, Link.other_id)).all()
    problems = []
    for each in found:
        here, there = standing[each.mission_id].mission, standing[each.other_id].mission
        counterparts[here.id].append(each)
        if chart.dispositions[each.kind].counterpart == "partner":
            counterparts[there.id].append(each)
            pairs = [(here, there), (there, here)]
            problems += [
                LinkProblem("not_this_way", m.code, o.code) for m, o in pairs if ways[m.id] not in (each.kind, None)
            ]
        else:
            if ways[here.id] not in (each.kind, None):
                problems.append(LinkProblem("not_this_way", here.code, there.code))
            if _goes(chart, ways[there.id]):
                problems.append(LinkProblem("counterpart_goes", here.code, there.code))
    for mission_id, row in standing.items():
        named = row.mission.other_agency.strip() or any(
            each.kind == ways[mission_id] for each in counterparts[mission_id]
        )
        if ways[mission_id] in link_kinds(chart) and not named:
            problems.append(LinkProblem("no_counterpart", row.mission.code))
    return problems


def _goes(chart: Chart, disposition: str | None) -> bool:
    """Whether a mission with that disposition can take over no other: it ends, or is handed over itself."""
    if disposition is None:
        return False
    found = chart.dispositions[disposition]
    return found.owner_after == "none" or found.counterpart == "receiver"
