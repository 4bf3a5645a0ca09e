"""The version of its chart that a review uses, and moving it to another: what that would do is seen first."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from engine.impact import impact_told
from flowchart import charts
from flowchart.chart import Chart
from flowchart.difference import WEIGHTS, Difference, differences
from flowchart.difference_localizer import DifferenceLocalizer
from missions.cases import run_beside
from missions.files.output import write_csv
from missions.files.problems import FileError
from record.chart_versions import chart_for
from record.lengths import WORDS
from record.members import names_of
from record.mission_status import last_change
from record.models import Change, Member, Review
from record.new_version import Moved, move_review, moves_of, read_mapping, try_move
from record.reviews import missions_of
from record.store import CHAIR, CONDUCT, Roles
from record.store_error import StoreError
from text.dates import day_in_words, moment_in_words
from ui.language import lang, localizer, plain, say
from ui.notices import attempt, done, notice, refuse
from ui.reviews.facts import FORM_WIDTH
from ui.reviews.file import download
from ui.who import record
from ui.widgets.cases import show_cases
from ui.widgets.choose_file import choose_file
from ui.widgets.confirm import ask_first, confirmed
from ui.widgets.kept import kept
from ui.widgets.long_table import long_table
from ui.widgets.opened import folded


def show(me: Member, review: Review, roles: Roles) -> None:
    """The version in use, the others, and what moving to the chosen one does. Raises ``StoreError``."""
    chart = chart_for(review)
    with record().read_review(me.email, review.id, CONDUCT) as read:
        moves, names = moves_of(read), names_of(read)
        stamp, missions = last_change(read), {mission.code: mission.name(lang()) for mission in missions_of(read)}
    others = sorted(
        (each for each in charts.all_charts() if each.id == chart.id and each is not chart),
        key=lambda each: charts.version_number(each.version),
        reverse=True,
    )
    st.header(say("versions.title"), anchor=False)
    st.markdown(say("versions.uses", title=plain(chart.title[lang()]), version=_named(chart, review)))
    notice("versions")
    if not others:
        st.info(say("versions.none"))
        return
    _former(review, moves, names, others)
    other = _choose(review, others)
    if other is None:
        return
    _differences(chart, other)
    failing = _cases(other)
    if review.status == "closed":
        st.info(say("versions.closed"), icon=":material/lock:")
        return
    mapping = _mapping(review)
    if mapping is None:
        return
    moved = kept(
        "moved", (review.id, stamp, other.key, mapping), lambda: try_move(record(), me.email, review.id, other, mapping)
    )
    _impact(chart, other, moved, missions)
    if roles & CHAIR:
        _move(me, review, other, moved, mapping, failing, stamp)
    else:
        st.info(say("versions.chair_only"))


def _former(review: Review, moves: Sequence[Change], names: Mapping[str, str], others: Sequence[Chart]) -> None:
    """The last move, and the way to see what moving back would do."""
    facts = moves[0].after if moves else None
    if facts is None:
        return
    names_told = {"before": plain(str(facts["from"])), "after": plain(str(facts["to"]))}
    at, by = moment_in_words(moves[0].at, lang()), plain(names.get(moves[0].by, moves[0].by))
    st.markdown(say("versions.moved", at=at, by=by, **names_told))
    if why := facts["why"]:
        st.markdown(say("versions.moved_why", why=plain(str(why))))
    former = next((each for each in others if each.stamp == facts["from"]), None)

    def choose() -> None:
        st.session_state[_choice(review)] = former.key if former else None

    if former:
        label = say("versions.back", version=former.version)
        st.button(label, key="version_back", icon=":material/undo:", on_click=choose)


def _choose(review: Review, others: Sequence[Chart]) -> Chart | None:
    labels = {each.key: _named(each, review) for each in others}
    picked = st.selectbox(
        say("versions.choose"),
        list(labels),
        index=None,
        key=_choice(review),
        placeholder=say("versions.choose_hint"),
        format_func=lambda key: labels.get(key, ""),
        width=FORM_WIDTH,
    )
    return next((each for each in others if each.key == picked), None)


def _choice(review: Review) -> str:
    return f"version_of_{review.id}"


def _named(chart: Chart, review: Review) -> str:
    """A version with the day from which it is in force."""
    since = chart.in_force
    named = say("versions.since", version=chart.version, day=day_in_words(since, lang())) if since else chart.version
    expected = charts.in_force(chart.id, review.started) is chart
    return say("versions.in_force", version=named) if expected else named


def _differences(old: Chart, new: Chart) -> None:
    """What decides is in view; what it means and mere words are behind a fold."""
    found = differences(old, new)
    st.header(say("versions.differences"), anchor=False)
    for weight in WEIGHTS:
        of_weight = [each for each in found if each.weight == weight]
        label = say(f"versions.{weight}", n=f"{len(of_weight):,}")
        if weight == WEIGHTS[0] or not of_weight:
            st.markdown(f"**{label}**" if of_weight else label)
            if of_weight:
                long_table(_difference_table(old, new, of_weight), label)
            continue
        with folded(label, key=f"differences_{weight}", icon=":material/difference:") as opened:
            if opened:
                long_table(_difference_table(old, new, of_weight), label)


def _difference_table(old: Chart, new: Chart, found: Sequence[Difference]) -> pd.DataFrame:
    loc = DifferenceLocalizer(old, new, lang())
    return pd.DataFrame(
        {
            say("versions.part"): [loc.place(each) for each in found],
            say("reviews.before"): [loc.before(each) or "–" for each in found],
            say("reviews.after"): [loc.after(each) or "–" for each in found],
        }
    )


def _cases(chart: Chart) -> int:
    """How many of the cases beside the chart fail, after showing them."""
    st.header(say("versions.cases"), anchor=False)
    try:
        run = run_beside(chart)
    except FileError as error:
        st.error(plain(error.sentence(lang())))
        return 1
    if run is None:
        st.markdown(say("versions.no_cases"))
        return 0
    return show_cases(chart, run, "versions.cases_fail")


def _mapping(review: Review) -> dict[str, str] | None:
    """The mapping of ids that was uploaded, empty without one; None for one that cannot be used."""
    with folded(say("versions.mapping"), key="version_mapping", icon=":material/swap_horiz:") as opened:
        if not opened:
            return {}
        st.markdown(say("versions.mapping_help"))
        upload = choose_file(say("versions.mapping_file"), types=["csv"], key=f"mapping_of_{review.id}", mb=1)
        if upload is None:
            return {}
        try:
            return read_mapping(upload.getvalue())
        except StoreError as error:
            st.error(plain(error.sentence(lang())))
            return None


def _impact(old: Chart, new: Chart, moved: Moved, missions: Mapping[str, str]) -> None:
    """What becomes of the missions: numbers first, then through which edge, then each."""
    moving = {code: impact_told(old, new, moved.impacts[code], lang()) for code in moved.decided_otherwise}
    st.header(say("versions.impact"), anchor=False)
    numbers = {"otherwise": moving, "unsigned": moved.unsigned, "signed_again": moved.signed_again}
    with st.container(horizontal=True):
        for name, found in {**numbers, "unplaced": moved.unplaced}.items():
            st.metric(say(f"versions.{name}"), f"{len(found):,}", border=True, width=230)
    if not moving:
        st.info(say("versions.same", n=f"{len(moved.impacts):,}"))
    else:
        heading = say("versions.groups", n=f"{len(moving):,}", all=f"{len(moved.impacts):,}")
        st.subheader(heading, anchor=False)
        groups = Counter(moving.values()).most_common()
        columns = dict(zip(_telling(), zip(*(told for told, _ in groups), strict=True), strict=True))
        long_table(pd.DataFrame({say("versions.missions"): [n for _, n in groups], **columns}), heading)
        heading = say("versions.each")
        st.subheader(heading, anchor=False)
        table = _each(moving, moved, missions)
        long_table(table, heading)
        download("get_impact", lambda: write_csv(table), "impact.csv")
    if moved.unplaced:
        heading = say("versions.no_place")
        st.subheader(heading, anchor=False)
        long_table(_unplaced(old, moved), heading)


def _telling() -> tuple[str, str, str]:
    return say("versions.was"), say("versions.becomes"), say("versions.through")


def _each(moving: Mapping[str, tuple[str, str, str]], moved: Moved, missions: Mapping[str, str]) -> pd.DataFrame:
    columns = dict(zip(_telling(), zip(*moving.values(), strict=True), strict=True))
    lost, back = say("versions.loses"), say("versions.regains")
    signatures = [lost if code in moved.unsigned else back if code in moved.signed_again else "" for code in moving]
    return pd.DataFrame(
        {
            say("reviews.code"): list(moving),
            say("reviews.name"): [missions.get(code, "") for code in moving],
            **columns,
            say("versions.signature"): signatures,
        }
    )


def _unplaced(old: Chart, moved: Moved) -> pd.DataFrame:
    """Answers and opinions without a place, with how many there are and in which missions."""
    rows = Counter((question, value) for _, question, value in moved.unplaced)
    codes = {each: {code for code, *rest in moved.unplaced if tuple(rest) == each} for each in rows}
    loc = localizer(old)
    known = {(q, a) for q, question in old.questions.items() for a in ("", *question.answers)}
    return pd.DataFrame(
        {
            say("versions.question"): [loc.question(q) if (q, a) in known else q for q, a in rows],
            say("versions.answer"): [loc.answer(q, a) if (q, a) in known else a for q, a in rows],
            say("versions.rows"): list(rows.values()),
            say("versions.missions"): [len(codes[each]) for each in rows],
        }
    )


def _move(
    me: Member, review: Review, other: Chart, moved: Moved, mapping: Mapping[str, str], failing: int, stamp: str
) -> None:
    """The act of the chair: a reason where cases fail, a question that says what is lost, and the move."""
    key = f"version_why_{review.id}"

    def why() -> str:
        return str(st.session_state.get(key) or "") if failing else ""

    def ask() -> None:
        if failing and not why().strip():
            refuse(StoreError("cases_fail", value=other.key, n=failing).sentence(lang()), "version_move")
        else:
            ask_first("move_version")

    def move() -> None:
        def write() -> None:
            told = move_review(record(), me.email, review.id, other, mapping, why(), seen=stamp)
            done(say("versions.done", version=other.version, **_numbers(told)), "versions")
            st.session_state[_choice(review)] = None
            st.session_state.pop(key, None)

        attempt(write, "version_move")

    st.header(say("versions.move"), anchor=False)
    if failing:
        st.text_area(say("versions.why"), key=key, max_chars=WORDS, help=say("versions.why_help"), width=FORM_WIDTH)
    notice("version_move")
    label = say("versions.move_to", version=other.version)
    st.button(label, type="primary", key="version_move", icon=":material/move_up:", on_click=ask)
    sentence = say("versions.sure", before=review.chart_version, version=other.version, **_numbers(moved))
    confirmed("move_version", sentence, say("versions.move_yes"), move)


def _numbers(moved: Moved) -> dict[str, str]:
    found = {"otherwise": moved.decided_otherwise, "unsigned": moved.unsigned, "unplaced": moved.unplaced}
    return {name: f"{len(each):,}" for name, each in {**found, "signed_again": moved.signed_again}.items()}
