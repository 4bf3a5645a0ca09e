"""The mission on the record that the address names, as the pages beside its walkthrough begin: read, and said."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from flowchart.chart import Chart
from record.chart_versions import chart_for
from record.mission_status import MissionStatus, mission_statuses
from record.models import Mission, Review
from record.reviews import mission_of
from record.store import Roles
from ui.language import lang, plain, say
from ui.routes import asked, link
from ui.who import identify, record


@dataclass(frozen=True)
class Named:
    """A mission, who looks at it and in which roles, and the status of every mission of its review."""

    me: str
    mission: Mission
    review: Review
    roles: Roles
    chart: Chart
    rows: Sequence[MissionStatus]

    @property
    def row(self) -> MissionStatus:
        """The status of this mission."""
        return next(row for row in self.rows if row.mission.id == self.mission.id)


def named_mission() -> Named | None:
    """The mission; None after saying what the address or the person lacks. Raises ``StoreError``."""
    me = identify()
    if me is None:
        return None
    number = asked("mission")
    if number is None:
        st.info(say("settle.no_mission"))
        return None
    mission, review, roles = mission_of(record(), me.email, number)
    with record().read_review(me.email, review.id) as read:
        return Named(me.email, mission, review, roles, chart_for(review), mission_statuses(read))


@contextmanager
def context(here: Named) -> Iterator[None]:
    """The line that says which mission of which review this is, with the ways there; more may be put on it."""
    with st.container(horizontal=True, vertical_alignment="center", key="context"):
        link("portfolio", plain(here.review.title(lang())), review=here.review.id)
        name = f"{plain(here.mission.code)} {plain(here.mission.name(lang())[:120])}"
        link("walk", name, mission=here.mission.id)
        yield
