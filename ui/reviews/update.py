"""Bringing the missions of a review up to date from a file: what will change is seen first."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from missions.files.output import write_csv
from missions.files.rows import MissionRow, Value
from record.chart_versions import chart_for
from record.import_rows import Comparison, FieldChange, compare, update_missions
from record.models import Member, Review
from record.reviews import missions_of
from ui.language import plain, say
from ui.notices import attempt, done, notice
from ui.reviews.file import download, forget_file, missions_file, show_missions, show_sorted
from ui.who import record
from ui.widgets.fields import as_typed, field_name
from ui.widgets.long_table import long_table

_CODES = 30
"""Codes that a line names."""


def show(me: Member, review: Review) -> None:
    """Upload, compare, apply. Raises ``StoreError``."""
    if review.status == "closed":
        st.info(say("reviews.update_closed"), icon=":material/lock:")
        return
    st.markdown(say("reviews.update_intro"))
    with record().read_review(me.email, review.id) as read:
        names = {mission.code: mission.name_th for mission in missions_of(read)}
    chart = chart_for(review)
    found = missions_file(chart, names.keys())
    if found is None:
        return
    show_sorted(chart, found, names)
    with record().read_review(me.email, review.id) as read:
        comparison = compare(read, found.rows)
    _show(comparison, found.rows, names)
    if comparison.added or comparison.changed:
        _apply(me, review, found.rows, comparison)


def _apply(me: Member, review: Review, rows: Sequence[MissionRow], shown: Comparison) -> None:
    """The button that does what was shown, and nothing else."""

    def apply() -> None:
        if attempt(lambda: update_missions(record(), me.email, review.id, rows, shown), "update"):
            counts = {"added": len(shown.added), "changed": _missions(shown)}
            done(say("reviews.updated", **{name: f"{n:,}" for name, n in counts.items()}))
            forget_file()

    notice("update")
    st.button(say("reviews.update"), type="primary", icon=":material/publish:", key="review_update", on_click=apply)


def _show(comparison: Comparison, rows: Sequence[MissionRow], names: dict[str, str]) -> None:
    st.header(say("reviews.changes"), anchor=False)
    counts = {"added": len(comparison.added), "changed": _missions(comparison), "missing": len(comparison.missing)}
    with st.container(horizontal=True):
        for name, n in counts.items():
            st.metric(say(f"reviews.{name}"), f"{n:,}", border=True, width=210)
    if not comparison.added and not comparison.changed:
        st.info(say("reviews.same"))
    if comparison.changed:
        heading = say("reviews.changed_fields", n=f"{len(comparison.changed):,}")
        st.subheader(heading, anchor=False)
        table = _changes(comparison.changed, names)
        long_table(table, heading)
        download("get_changes", lambda: write_csv(table), "changes.csv")
    if comparison.added:
        added = set(comparison.added)
        heading = say("reviews.added_missions", n=f"{len(added):,}")
        show_missions([row for row in rows if row.code in added], heading)
    if comparison.missing:
        n = len(comparison.missing)
        codes = ", ".join(plain(code) for code in comparison.missing[:_CODES])
        more = say("reviews.and_more", codes=codes, n=f"{n - _CODES:,}") if n > _CODES else codes
        st.markdown(f"**{say('reviews.missing_missions', n=f'{n:,}')}**  \n{more}")


def _changes(changed: Sequence[FieldChange], names: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("reviews.code"): [change.code for change in changed],
            say("reviews.name"): [names.get(change.code, "") for change in changed],
            say("reviews.field"): [field_name(change.field) for change in changed],
            say("reviews.before"): [_told(change.field, change.before) for change in changed],
            say("reviews.after"): [_told(change.field, change.after) for change in changed],
        }
    )


def _told(field: str, value: Value) -> str:
    return as_typed(field, value) or "–"


def _missions(comparison: Comparison) -> int:
    """The number of missions that change."""
    return len({change.code for change in comparison.changed})
