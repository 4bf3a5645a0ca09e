"""The blueprint summary for cabinet."""

import os
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from commands.language import LANG, help_text, say
from commands.terminal import ChartOption, TrustOption, chart_of, fail, opened, read, record, tell, tell_problems, write

if TYPE_CHECKING:
    from flowchart.chart import Chart
    from reports import SummaryInput
    from reports.letter import Letter
    from reports.summary import CommentChoice


def summary(
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help=help_text("summary_output"))],
    source: Annotated[str | None, typer.Argument(metavar="IN", help=help_text("input"))] = None,
    review: Annotated[str | None, typer.Option(metavar="REVIEW", help=help_text("summary_review"))] = None,
    ministry: Annotated[list[str] | None, typer.Option(help=help_text("ministry"))] = None,
    title: Annotated[str, typer.Option(help=help_text("title"))] = "",
    digits: Annotated[Literal["thai", "arabic"], typer.Option(help=help_text("digits"))] = "arabic",
    draft: Annotated[bool | None, typer.Option("--draft/--final", help=help_text("draft"))] = None,
    letter: Annotated[str | None, typer.Option(metavar="FILE", help=help_text("summary_letter"))] = None,
    emblem: Annotated[str | None, typer.Option(metavar="IMAGE", help=help_text("summary_emblem"))] = None,
    comments: Annotated[Literal["none", "open", "all"], typer.Option(help=help_text("summary_comments"))] = "none",
    font: Annotated[Literal["sarabun", "official"], typer.Option(help=help_text("summary_font"))] = "sarabun",
    trust: TrustOption = False,
    chart: ChartOption = None,
) -> None:
    """Write the blueprint summary for cabinet, of a file or of a review on the record."""
    from reports import KINDS, LETTERINGS, WritingError, write_apart
    from reports.typesetting import is_installed

    if output.endswith(("/", os.sep)) or Path(output).is_dir():
        outputs = {kind: str(Path(output) / f"summary-{LANG}.{kind}") for kind in KINDS}
    else:
        outputs = {kind: output for kind in KINDS if output.lower().endswith(f".{kind}")}
    if not outputs:
        fail(say("error.summary_suffix", file=output))
    lettering = LETTERINGS[font]
    if not is_installed(lettering):
        fail(say("error.font", font=lettering.font))
    if source is not None and comments != "none":
        fail(say("error.comments_of_review"))
    wanted = _letter(letter, emblem)
    whole = read_summary(source, review, chart, title=title, outputs=outputs.values(), trust=trust, comments=comments)
    if not whole.missions:
        fail(say("error.no_mission"))
    summary = replace(whole.only(ministries=ministry or ()), as_draft=draft, letter=wanted)
    if not summary.missions:
        known = ", ".join(name[LANG] for name in whole.ministries)
        fail(say("error.no_ministry", names=", ".join(ministry or ()), known=known))
    try:
        if len(outputs) > 1:
            Path(output).mkdir(exist_ok=True)
        made = write_apart(summary, tuple(outputs), LANG, digits=digits, lettering=lettering)
        for kind, file in outputs.items():
            write(file, made[kind])
    except OSError:
        fail(say("error.not_writable", file=output))
    except WritingError as error:
        fail(say("error.not_written", reason=str(error).splitlines()[0][:200]))
    tell_problems(whole.source.problems)
    if whole.source.foot_rows:
        tell(say("foot_rows", n=f"{len(whole.source.foot_rows):,}"))
    raise typer.Exit(3 if whole.source.problems else 0)


def _letter(file: str | None, emblem: str | None) -> "Letter | None":
    """The letter that a file describes, with the picture of the garuda; None when neither is given."""
    from reports.letter import Letter, LetterError, read_emblem, read_letter

    if file is None and emblem is None:
        return None
    try:
        with opened(file) if file else nullcontext():
            found = read_letter(Path(file)) if file else Letter()
        return replace(found, emblem=read_emblem(read(emblem))) if emblem else found
    except LetterError as error:
        fail(error.sentence(LANG))


def read_summary(
    source: str | None,
    review: str | None,
    chart: str | None,
    *,
    outputs: Iterable[str],
    title: str = "",
    trust: bool = False,
    comments: "CommentChoice" = "none",
) -> "SummaryInput":
    """The missions of a file or of a review on the record, of which one is named; ``outputs`` may not replace it."""
    from missions.bulk.outputs import check_outputs
    from missions.files.problems import FileError

    if (source is None) == (review is None):
        fail(say("error.file_or_review"))
    try:
        check_outputs(outputs, [source] if source else [])
    except FileError as error:
        fail(error.sentence(LANG))
    if source is not None:
        return _summary_of_file(chart_of(chart), source, title, trust=trust)
    if chart is not None:  # a review keeps the chart it was started with
        fail(say("error.chart_of_review"))
    return _summary_of_review(review or "", title, comments)


def _summary_of_file(chart: "Chart", source: str, title: str, *, trust: bool) -> "SummaryInput":
    from missions.files.problems import FileError
    from missions.files.read import read_sheet
    from missions.files.reading import read_alone
    from reports.from_file import summary_of_file

    name = "" if source == "-" else Path(source).name
    try:
        return summary_of_file(chart, read(source), read_sheet if trust else read_alone, file_name=name, title=title)
    except FileError as error:
        fail(error.sentence(LANG))


def _summary_of_review(uid: str, title: str, comments: "CommentChoice") -> "SummaryInput":
    from record.store import OPERATOR, find_review
    from reports.from_record import summary_of_review

    with record() as store:
        return summary_of_review(store, OPERATOR, find_review(store, OPERATOR, uid), title=title, comments=comments)
