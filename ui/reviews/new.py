"""Starting a review: a new one with a file of missions, or one restored from a backup."""

from typing import Any

import streamlit as st

from flowchart import charts
from flowchart.chart import Chart
from missions.files.rows import MissionRow
from record.exchange import import_review
from record.lengths import NAME
from record.models import Member, Review
from record.reviews import create_review
from record.store_error import StoreError
from text.dates import read_day, short_day, today
from ui.language import lang, say
from ui.notices import attempt, notice
from ui.reviews.facts import FORM_WIDTH, start_date
from ui.reviews.file import forget_file, missions_file, show_missions, show_sorted
from ui.routes import go
from ui.who import record
from ui.widgets.chart_choice import choose_chart, take_chart
from ui.widgets.choose_file import choose_file

_TEXTS = ("ministry", "title_th", "title_en")


def create(me: Member) -> None:
    """The form of a new review, for administrators. Raises ``StoreError``."""
    _head(me, "reviews.new")
    st.markdown(say("reviews.new_intro"))
    st.session_state.setdefault("review_new_started", short_day(today(), lang()))
    with st.container(width=FORM_WIDTH):
        chart = choose_chart()
        for name in _TEXTS:
            st.text_input(say(f"reviews.{name}"), key=f"review_new_{name}", max_chars=NAME)
        start_date(chart, "review_new_started", on_change=lambda: _take_version_in_force(chart))
    found = missions_file(chart)
    rows = found.rows if found else []
    if found:
        show_sorted(chart, found)
        if rows:
            if without := sum(not row.code for row in rows):
                st.info(say("reviews.codes_given", n=f"{without:,}"))
            show_missions(rows, say("reviews.preview"))

    def begin() -> None:
        if attempt(lambda: _begun(_created(chart, me, rows), "created", len(rows)), "create"):
            forget_file()

    notice("create")
    label = say("reviews.create_with", n=f"{len(rows):,}") if rows else say("reviews.create")
    st.button(label, type="primary", icon=":material/add:", key="review_create", on_click=begin)


def restore(me: Member) -> None:
    """The upload of a backup, for administrators. Raises ``StoreError``."""
    _head(me, "reviews.restore")
    st.markdown(say("reviews.restore_intro"))
    upload = choose_file(say("reviews.restore_file"), types=["json"], key="review_backup")
    st.caption(say("reviews.restore_large", mb=int(st.get_option("server.maxUploadSize"))))

    def take_over() -> None:
        if upload:
            attempt(lambda: _begun(import_review(record(), me.email, upload.getvalue()), "restored", 0), "restore")

    notice("restore")
    st.button(
        say("reviews.restore_do"),
        type="primary",
        icon=":material/settings_backup_restore:",
        key="review_take_over",
        disabled=upload is None,
        on_click=take_over,
    )


def _head(me: Member, title: str) -> None:
    if not me.administrator:
        raise StoreError("not_allowed")
    if st.button(say("reviews.back"), icon=":material/arrow_back:", key="review_back"):
        go("reviews")
    st.title(say(title), anchor=False)


def _created(chart: Chart, me: Member, rows: list[MissionRow]) -> Review:
    given: dict[str, Any] = {name: st.session_state.get(f"review_new_{name}") or "" for name in _TEXTS}
    given["started"] = read_day(st.session_state.get("review_new_started") or "")
    return create_review(record(), me.email, chart=chart, **given, rows=rows)


def _take_version_in_force(chart: Chart) -> None:
    """Choose the version of the chart that is in force on the day the review starts; another can be chosen after."""
    day = read_day(st.session_state.get("review_new_started") or "")
    if day:
        take_chart(charts.in_force(chart.id, day))


def _begun(review: Review, key: str, missions: int) -> None:
    """Have the next run go to the review and say what was done."""
    st.session_state["review_begun"] = review.id, say(f"reviews.{key}", title=review.title(lang()), n=f"{missions:,}")
