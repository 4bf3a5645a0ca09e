"""Which missions of a file look like duplicates of one of another agency."""

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from commands.language import LANG, help_text, say
from commands.terminal import ChartOption, TrustOption, chart_of, fail, read, tell, write

if TYPE_CHECKING:
    from missions.files.columns import Columns
    from missions.files.sheet import Sheet
    from missions.similar import Found

_EVERY = 2
"""Seconds from one line of progress to the next."""
_SHOWN = 10
"""Groups that are printed, and missions of each."""


def similar(
    source: Annotated[str, typer.Argument(metavar="IN", help=help_text("one_input"))],
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT.csv", help=help_text("similar_out"))],
    top: Annotated[int, typer.Option(min=1, max=50, help=help_text("similar_top"))] = 5,
    alike: Annotated[float | None, typer.Option(min=0, max=1, help=help_text("similar_alike"))] = None,
    *,
    trust: TrustOption = False,
    chart_name: ChartOption = None,
) -> None:
    """Write the likeliest duplicates of each mission in other agencies, and print groups of more than two."""
    from missions.bulk.outputs import check_outputs
    from missions.files.columns import match_columns
    from missions.files.problems import FileError
    from missions.files.read import read_sheet
    from missions.files.reading import read_alone

    chart = chart_of(chart_name)
    if output != "-" and not output.lower().endswith(".csv"):
        fail(say("error.similar_suffix", file=output))
    try:
        check_outputs([output] if output != "-" else [], [source])
        sheet = (read_sheet if trust else read_alone)(read(source), chart)
    except FileError as error:
        fail(error.sentence(LANG))
    for problem in sheet.problems[:_SHOWN]:
        tell(problem.sentence(LANG))
    columns = match_columns(chart, sheet.header)
    if "name" not in columns.fields or not columns.fields.keys() & {"ministry", "department"}:
        fail(say("error.similar_columns", columns=", ".join(f"“{name}”" for name in sheet.header if name)))
    found = _compared(sheet, columns, top, alike)
    write(output, _file(sheet, columns, found))
    for line in _groups(sheet, columns, found):
        typer.echo(line, err=output == "-")
    if found.left_out:
        tell(say("similar.left_out", n=f"{found.left_out:,}"))
    raise typer.Exit(3 if sheet.problems or found.left_out else 0)


def _compared(sheet: "Sheet", columns: "Columns", top: int, alike: float | None) -> "Found":
    from missions import vectors
    from missions.similar import MOST, Named, NotInstalledError, likely_duplicates

    if len(sheet.rows) > MOST:
        fail(say("error.similar_many", n=f"{len(sheet.rows):,}", most=f"{MOST:,}"))
    missions = [
        Named(_cell(columns, row, "name"), _cell(columns, row, "ministry"), _cell(columns, row, "department"))
        for row in sheet.rows
    ]
    tell(say("similar.meaning" if vectors.installed() else "similar.letters"))
    last = time.monotonic()

    def told(stage: str, done: int, everything: int) -> None:
        nonlocal last
        if (now := time.monotonic()) - last >= _EVERY:
            last = now
            tell(say(f"similar.{stage}", done=f"{done:,}", all=f"{everything:,}"))

    try:
        return likely_duplicates(missions, top, grouped=alike, told=told)
    except NotInstalledError:
        fail(say("error.similar_missing"))


def _file(sheet: "Sheet", columns: "Columns", found: "Found") -> bytes:
    """Each pair once; those of a group stand together, the likeliest first."""
    from missions.files.output import csv_line
    from missions.similar import shared

    group_of = {place: n for n, group in enumerate(found.groups, 1) for place in group}
    scores = {
        (min(place, each.other), max(place, each.other)): each.score
        for place, likely in found.nearest.items()
        for each in likely
    }
    groups = {
        pair: group_of[pair[0]] if pair[0] in group_of and group_of[pair[0]] == group_of.get(pair[1]) else 0
        for pair in scores
    }
    best: dict[int, float] = {}
    for pair, group in groups.items():
        best[group] = max(best.get(group, 0), scores[pair])
    ordered = sorted(scores, key=lambda p: (-(best[groups[p]] if groups[p] else scores[p]), groups[p], -scores[p], p))
    lines = [csv_line(say("similar.heads").split(", "))]
    for pair in ordered:
        one, other = (_told(sheet, columns, place) for place in pair)
        words = " · ".join(part.strip() for part, same in shared(one[2], other[2]) if same)
        lines.append(csv_line([groups[pair] or "", f"{scores[pair]:.3f}", *one, *other, words]))
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _groups(sheet: "Sheet", columns: "Columns", found: "Found") -> Iterator[str]:
    """The groups in words, the first of them and of each."""
    yield say("similar.groups", n=f"{len(found.groups):,}", alike=f"{found.grouped:g}")
    for number, group in list(enumerate(found.groups, 1))[:_SHOWN]:
        rows = [_told(sheet, columns, place) for place in group]
        agencies = len({(ministry, department) for *_, ministry, department in rows})
        yield say("similar.group", number=number, n=f"{len(group):,}", agencies=f"{agencies:,}")
        for _, code, name, *agency in rows[:_SHOWN]:
            whose = " · ".join(filter(None, agency))
            yield say("similar.member", mission=" ".join(filter(None, [code, name])), agency=whose)
        if len(rows) > _SHOWN:
            yield say("similar.more_members", n=f"{len(rows) - _SHOWN:,}")
    if len(found.groups) > _SHOWN:
        yield say("similar.more_groups", n=f"{len(found.groups) - _SHOWN:,}")


def _told(sheet: "Sheet", columns: "Columns", place: int) -> tuple[str, ...]:
    """What the file says of a mission: its row, id, name, ministry and department."""
    row = sheet.rows[place]
    named = (_cell(columns, row, field) for field in ("id", "name", "ministry", "department"))
    return (str(sheet.row_numbers[place]), *named)


def _cell(columns: "Columns", row: Sequence[str], field: str) -> str:
    at = columns.fields.get(field)
    return "" if at is None else row[at].strip()
