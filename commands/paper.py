"""What goes to a meeting on paper, and comes back from it: sheets, worksheets and the workbook to fill in."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from commands.language import LANG, help_text, say
from commands.summary import read_summary
from commands.terminal import ChartOption, TrustOption, chart_of, fail, write

if TYPE_CHECKING:
    from reports import FileKind, SummaryInput

Content: TypeAlias = Literal["sheet", "worksheet"]
Output = Annotated[str, typer.Option("-o", "--output", metavar="OUT", help=help_text("paper_output"))]
Source = Annotated[str | None, typer.Argument(metavar="IN", help=help_text("input"))]
ReviewOption = Annotated[str | None, typer.Option(metavar="REVIEW", help=help_text("summary_review"))]
MissionOption = Annotated[list[str] | None, typer.Option(metavar="CODE", help=help_text("paper_mission"))]
DigitsOption = Annotated[Literal["thai", "arabic"], typer.Option(help=help_text("digits"))]


def _command(content: Content, about: str) -> Callable[..., None]:
    """The command that writes missions as sheets or as worksheets: both take the same options."""

    def command(
        output: Output,
        source: Source = None,
        review: ReviewOption = None,
        mission: MissionOption = None,
        digits: DigitsOption = "arabic",
        trust: TrustOption = False,
        chart: ChartOption = None,
    ) -> None:
        from reports import WritingError, blank, write_apart

        kind = _kind(output)
        if content == "worksheet" and source is None and review is None:
            found = blank(chart_of(chart))
        else:
            found = _chosen(read_summary(source, review, chart, outputs=[output], trust=trust), mission)
        if content == "sheet" and not found.missions:
            fail(say("error.no_mission"))
        try:
            write(output, write_apart(found, (kind,), LANG, digits=digits, content=content)[kind])
        except WritingError as error:
            fail(say("error.not_written", reason=str(error).splitlines()[0][:200]))

    command.__name__, command.__doc__ = content, about
    return command


sheet = _command("sheet", "Write each mission on a page: its answers, reasons, evidence and lines to sign on.")
worksheet = _command("worksheet", "Write the chart and a blank worksheet for each mission, or one for any mission.")


def template(output: Output, chart: ChartOption = None) -> None:
    """Write a blank workbook in which missions and their answers are filled in."""
    from reports.template import template_bytes

    if not output.lower().endswith(".xlsx"):
        fail(say("error.template_suffix", file=output))
    write(output, template_bytes(chart_of(chart), LANG))


def _kind(output: str) -> "FileKind":
    kinds: dict[str, FileKind] = {"pdf": "pdf", "docx": "docx"}
    kind = kinds.get(output.lower().rpartition(".")[2])
    if kind is None:
        fail(say("error.paper_suffix", file=output))
    return kind


def _chosen(summary: "SummaryInput", codes: list[str] | None) -> "SummaryInput":
    """The missions with those codes; all of them where none is named."""
    missing = [code for code in codes or () if all(mission.code != code for mission in summary.missions)]
    if missing:
        fail(say("error.no_such_mission", codes=", ".join(missing)))
    return replace(summary, missions=tuple(m for m in summary.missions if not codes or m.code in codes))
