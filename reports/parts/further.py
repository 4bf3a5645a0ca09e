"""What else was given of missions: opinions asked for, before and after, feasibility analyses, plans, delegations."""

from collections.abc import Sequence

from missions.files.detail_fields import DETAIL_FIELDS
from reports.document import Block, Column, Paragraph, Section, Table
from reports.localizer import ReportLocalizer
from reports.parts.each import outcome, where_it_fits
from reports.summary import ReviewedMission, SummaryInput
from reports.tally import Tally, awaits_feasibility, needs_feasibility

_BEFORE, _AFTER = "_before", "_after"


def further(loc: ReportLocalizer, summary: SummaryInput) -> tuple[Section, ...]:
    """A section for each kind of detail; opinions are told even where nothing was asked."""
    sections = []
    for name, blocks in (
        ("opinions", _opinions(loc, summary.missions)),
        ("change", _change(loc, summary.missions)),
        ("other", _other(loc, summary.missions)),
    ):
        if blocks:
            sections.append(Section(loc.say(f"further.{name}_heading"), 2, blocks, landscape=True))
    return tuple(sections)


def feasibility(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> tuple[Block, ...]:
    """The analyses that decisions are to rest on, and those awaited; nothing where there are none."""
    missions = [m for m in summary.missions if needs_feasibility(loc.profile, m) or m.tells("feasibility")]
    if not missions:
        return (Paragraph(loc.say("further.feasibility_none")),)
    columns = (
        Column(loc.say("column.code"), "code", 1.6),
        Column(loc.say("column.mission"), width=4.4),
        Column(loc.say("column.disposition"), width=3),
        Column(loc.say("column.standing"), width=3),
        *(Column(loc.detail_name(name), width=3) for name in _names("feasibility")),
    )
    rows = tuple(
        (
            m.code,
            loc.name(m.name),
            outcome(loc, m),
            loc.say("further.awaited" if awaits_feasibility(loc.profile, m) else "further.on_record"),
            *(loc.detail(m, name) or loc.say("place") for name in _names("feasibility")),
        )
        for m in missions
    )
    intro = Paragraph(loc.say("further.feasibility_intro", n=tally.awaiting))
    return intro, Table(loc.say("further.feasibility_name"), loc.say("further.feasibility"), columns, rows)


def _names(group: str) -> list[str]:
    return [field.name for field in DETAIL_FIELDS.values() if field.group == group]


def _opinions(loc: ReportLocalizer, missions: Sequence[ReviewedMission]) -> tuple[Block, ...]:
    """The consultations and opinions that the profile asks for, and others that were given."""
    given = [mission for mission in missions if mission.tells("opinions")]
    names = [n for n in _names("opinions") if n in loc.profile.opinions or any(n in m.details for m in given)]
    if not names:
        return ()
    asked = loc.listed([loc.detail_name(name) for name in names])
    rest = Paragraph(loc.say("further.opinions_rest", n=len(missions) - len(given), names=asked))
    if not given:
        return (rest,)
    columns = (
        Column(loc.say("column.code"), "code", 1.5),
        Column(loc.say("column.mission"), width=4),
        *(Column(loc.detail_name(name), width=4) for name in names),
    )
    rows = tuple(
        (m.code, loc.name(m.name), *(loc.detail(m, name) or loc.say("further.not_asked") for name in names))
        for m in given
    )
    table = Table(loc.say("further.opinions_name"), loc.say("further.opinions"), columns, rows)
    return (*where_it_fits(loc, table), *([rest] if len(given) < len(missions) else []))


def _change(loc: ReportLocalizer, missions: Sequence[ReviewedMission]) -> tuple[Block, ...]:
    """Structure, investment budget, mandate and results before and after."""
    items = [name.removesuffix(_BEFORE) for name in _names("change") if name.endswith(_BEFORE)]
    rows = tuple(
        (
            m.code,
            loc.name(m.name),
            loc.say(f"further.{item}"),
            loc.detail(m, item + _BEFORE) or loc.say("place"),
            loc.detail(m, item + _AFTER) or loc.say("place"),
        )
        for m in missions
        for item in items
        if {item + _BEFORE, item + _AFTER} & m.details.keys()
    )
    if not rows:
        return ()
    columns = (
        Column(loc.say("column.code"), "code", 1.5),
        Column(loc.say("column.mission"), width=5),
        Column(loc.say("column.item"), width=3),
        Column(loc.say("further.before"), width=6),
        Column(loc.say("further.after"), width=6),
    )
    return where_it_fits(loc, Table(loc.say("further.change_name"), loc.say("further.change"), columns, rows))


def _other(loc: ReportLocalizer, missions: Sequence[ReviewedMission]) -> tuple[Block, ...]:
    """Plans and delegations as they were given, also of missions that by their disposition need none."""
    names = [*_names("plan"), *_names("delegation")]
    rows = tuple(
        (m.code, loc.name(m.name), loc.detail_name(name), loc.detail(m, name))
        for m in missions
        for name in names
        if name in m.details
    )
    if not rows:
        return ()
    columns = (
        Column(loc.say("column.code"), "code", 1.5),
        Column(loc.say("column.mission"), width=5),
        Column(loc.say("column.item"), width=5),
        Column(loc.say("column.detail"), width=10),
    )
    return where_it_fits(loc, Table(loc.say("further.other_name"), loc.say("further.other"), columns, rows))
