"""The filters of a portfolio. They live in the address of the page, so that they survive a reload and can be sent."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

import streamlit as st

from flowchart.chart import Chart
from record.finding import comparable
from record.mission_status import MissionStatus
from record.models import Review
from record.opinions import OPINION_STATES
from ui.language import lang, plain, say
from ui.routes import comes_from_elsewhere
from ui.widgets.counts import decision_names
from ui.widgets.streams import Walk, code_of, name_of, passes, streams_of

INCOMPLETE = "incomplete"
CONTRADICTED = "contradicted"
"""What the address says for missions whose answers contradict opinions."""
NOBODY = "none"
"""What the address says for missions without an assignee."""
NONE_GIVEN = "-"
"""What the address says for missions whose department is not given."""
STATUSES = (("decided", INCOMPLETE), ("signed", "reopened", "unsigned"))
"""Two things to know of a mission; what is chosen within one of them is an either-or."""
LONGEST_SEARCH = 200

_SEARCH, _SEARCH_KEY = "q", "portfolio_search"
_NAMES = ("ministry", "department", "disposition", "stream", "status", "opinions", "assignee")
_REMEMBERED = (*_NAMES, _SEARCH, "view")

Choices = Mapping[str, Mapping[str, str]]
"""For each filter its values as the address writes them, and how each is called on the page."""


def filtered(
    chart: Chart,
    review: Review,
    rows: Sequence[MissionStatus],
    names: Mapping[str, str],
    above: Callable[[Sequence[MissionStatus]], None],
    beside: Callable[[], None],
) -> list[MissionStatus]:
    """Show the filters and give the missions that match; ``names`` are those of the people by e-mail.

    ``above`` shows what stands above the filters, of those missions; ``beside`` what stands beside their number.
    """
    _go_on(review)
    choices = choices_of(chart, review, rows, names)
    asked = {name: dict.fromkeys(st.query_params.get_all(name)) for name in _NAMES}
    known = {name: [value for value in values if value in choices[name]] for name, values in asked.items()}
    unknown = [value for name, values in asked.items() for value in values if value not in choices[name]]
    wanted = {name: set(values) for name, values in known.items()}
    words = [comparable(word) for word in _searched().split()]
    found = [row for row in rows if matches(row, review, wanted, words)]
    above(found)  # first, for what is sent later moves what stands below it
    with st.container(key="filters"):
        with st.container(horizontal=True, vertical_alignment="bottom", key="filter_chips"):
            for name, values in known.items():
                count = f" ({len(values)})" if values else ""
                with st.popover(
                    f"{say(f'portfolio.{name}')}{count}", key=f"chip_{name}", help=_chosen(choices[name], values)
                ):
                    _pick(name, choices[name], values)
            _search()
        if unknown:
            shown = ", ".join(plain(value[:80]) for value in unknown[:20])
            st.warning(say("portfolio.not_here", values=shown), icon=":material/filter_alt_off:")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(say("portfolio.shown", n=f"{len(found):,}", all=f"{len(rows):,}"), width="stretch")
            beside()
            if unknown or words or any(wanted.values()):
                st.button(say("portfolio.clear"), type="tertiary", key="portfolio_clear", on_click=_clear)
    return found


def _chosen(choices: Mapping[str, str], known: Sequence[str]) -> str:
    """What a filter keeps, for its chip."""
    return plain(", ".join(choices[value] for value in known)) if known else say("portfolio.all")


def choices_of(chart: Chart, review: Review, rows: Iterable[MissionStatus], names: Mapping[str, str]) -> Choices:
    """What each filter offers, in the order of the page."""
    called = agency_names(rows, review)
    ministries = sorted({ministry_of(row, review) for row in rows})
    departments = sorted({department_of(row) for row in rows})
    people = {row.mission.assignee for row in rows if row.mission.assignee} | set(names)
    decisions = decision_names(chart, lang())
    streams = streams_of(walk_of(row) for row in rows)
    return {
        "ministry": {name: called[name] for name in ministries},
        "department": {name: called[name] for name in departments},
        "disposition": {disposition or INCOMPLETE: label for disposition, label in decisions.items()},
        "stream": {code_of(stream): name_of(chart, stream) for stream in streams},
        "status": {status: say(f"portfolio.{status}") for group in STATUSES for status in group},
        "opinions": {state: say(f"group.{state}") for state in (*OPINION_STATES, CONTRADICTED)},
        "assignee": {NOBODY: say("portfolio.nobody")}
        | {_initials(email): called for called, email in sorted((_called(email, names), email) for email in people)},
    }


def matches(row: MissionStatus, review: Review, wanted: Mapping[str, set[str]], words: Sequence[str]) -> bool:
    """Whether a mission has one of the wanted values in each filter that is used, and all the words."""
    mission = row.mission
    has = {
        "ministry": ministry_of(row, review),
        "department": department_of(row),
        "disposition": row.decision.disposition or INCOMPLETE,
        "assignee": _initials(mission.assignee) if mission.assignee else NOBODY,
    }
    if any(wanted[name] and value not in wanted[name] for name, value in has.items()):
        return False
    if (streams := wanted.get("stream")) and not any(passes(walk_of(row), code) for code in streams):
        return False
    opinions = {row.opinions.state, *([CONTRADICTED] if row.opinions.unsettled else [])}
    if wanted["opinions"] and not wanted["opinions"] & opinions:
        return False
    states = {row.decision.status, row.signed}
    if any(wanted["status"] & set(group) and not wanted["status"] & states & set(group) for group in STATUSES):
        return False
    if not words:
        return True
    text = "\n".join(map(comparable, (mission.code, mission.name_th, mission.name_en, mission.description)))
    return all(word in text for word in words)


def agency_names(rows: Iterable[MissionStatus], review: Review) -> Mapping[str, str]:
    """What each ministry and department is called in the language of the page, where the record knows that."""
    found = {NONE_GIVEN: say("portfolio.no_department")}
    for row in rows:
        ministry, department = row.mission.agencies(lang())
        found[ministry_of(row, review)] = ministry.strip() or review.ministry
        if department.strip():
            found[department_of(row)] = department
    return found


def walk_of(row: MissionStatus) -> Walk:
    """How the mission went through the chart."""
    decision = row.decision
    return tuple((step.question, step.answer) for step in decision.path), decision.disposition, decision.next_question


def ministry_of(row: MissionStatus, review: Review) -> str:
    """The mission's ministry; that of the review where the mission names none."""
    return row.mission.ministry.strip() or review.ministry


def department_of(row: MissionStatus) -> str:
    """The mission's department; ``NONE_GIVEN`` where it names none."""
    return row.mission.department.strip() or NONE_GIVEN


def _go_on(review: Review) -> None:
    """Back from another page, go on with the filters of before, unless the address has its own."""
    kept: dict[int, dict[str, list[str]]] = st.session_state.setdefault("portfolio_filters", {})
    if comes_from_elsewhere() and not any(name in st.query_params for name in _REMEMBERED):
        for name, values in kept.get(review.id, {}).items():
            _write(name, values)
    kept[review.id] = {name: st.query_params.get_all(name) for name in _REMEMBERED}


def _pick(name: str, choices: Mapping[str, str], chosen: list[str]) -> None:
    """One filter. The address is the truth and the widget follows it, so that the browser's "back" works too."""
    key = f"portfolio_{name}"
    st.session_state[key] = chosen

    def keep() -> None:
        values = st.session_state.get(key)
        _write(name, [str(value) for value in values] if isinstance(values, list) else [])

    st.multiselect(
        say(f"portfolio.{name}"),
        list(choices),
        key=key,
        format_func=lambda value: choices.get(value, str(value)),
        placeholder=say("portfolio.all"),
        select_all=False,
        on_change=keep,
    )


def _searched() -> str:
    """The words to be found, as the address has them."""
    return str(st.query_params.get(_SEARCH, ""))[:LONGEST_SEARCH]


def _search() -> None:
    """The box for the words to be found."""
    key = _SEARCH_KEY
    st.session_state[key] = _searched()

    def keep() -> None:
        text = st.session_state.get(key)
        _write(_SEARCH, [text[:LONGEST_SEARCH]] if isinstance(text, str) and text.strip() else [])

    st.text_input(
        say("portfolio.search"),
        key=key,
        type="search",
        label_visibility="collapsed",
        max_chars=LONGEST_SEARCH,
        placeholder=say("portfolio.search_hint"),
        on_change=keep,
    )


def narrow(name: str, value: str) -> None:
    """Have one filter keep one value, and show the list. For callbacks."""
    _write(name, [value])
    _write("view", ["missions"])


def filters_now() -> dict[str, list[str]]:
    """The filters in use, as the address writes them."""
    found = {name: st.query_params.get_all(name) for name in (*_NAMES, _SEARCH)}
    return {name: values for name, values in found.items() if values}


def use_filters(filters: Mapping[str, Sequence[str]]) -> None:
    """Use these filters and no others, and show the list. For callbacks."""
    _clear()
    for name in (*_NAMES, _SEARCH):
        _write(name, [str(value) for value in filters.get(name, ())])
    _write("view", ["missions"])


def _write(name: str, values: list[str]) -> None:
    if values:
        st.query_params[name] = values
    else:
        st.query_params.pop(name, None)


def _clear() -> None:
    for name in (*_NAMES, _SEARCH):
        st.query_params.pop(name, None)


def _initials(email: str) -> str:
    """A person in the address of a page, which servers write into their logs: not by e-mail."""
    return hashlib.sha256(email.encode()).hexdigest()[:8]


def _called(email: str, names: Mapping[str, str]) -> str:
    """The person's name, with the e-mail where another has the same name."""
    name = names.get(email, email)
    return name if list(names.values()).count(name) < 2 else f"{name} · {email}"
