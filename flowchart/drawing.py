"""The marks a picture of a chart is made of, as SVG. Attributes only, so that every SVG reader draws them alike."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from flowchart.chart import Provenance
from text.widths import width

SIZE, SMALL = 14, 12
LABEL_LINE = 18
"""From one line of a label to the next."""
INK, QUIET, PAPER = "#17212b", "#4a5764", "#ffffff"
WIRE, LIT, TINT, DECIDED = "#5d6b79", "#0b3f73", "#dce9f6", "#0e5a34"
_DASHES: dict[Provenance, str] = {"slide": "", "inferred": "8 5", "extension": "1 5"}

PROVENANCES: tuple[Provenance, ...] = tuple(_DASHES)

Points = list[tuple[float, float]]


class Sheet:
    """Collects the marks of one picture in the order they are drawn."""

    def __init__(self) -> None:
        self.marks: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = SIZE,
        *,
        ink: str = INK,
        bold: bool = False,
        centred: bool = False,
    ) -> None:
        """A line of text with its baseline at ``y``, starting at ``x`` or centred on it."""
        more = (' font-weight="600"' if bold else "") + (' text-anchor="middle"' if centred else "")
        self.marks.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{ink}"{more}>{escape(_split_sara_am(text))}</text>'
        )

    def box(self, x: float, y: float, wide: float, high: float, *, lit: bool = False, fill: str = "") -> None:
        """A node's box: tinted inside a thick edge when lit."""
        edge = LIT if lit else fill or WIRE
        self._rect(x, y, wide, high, 6, fill or (TINT if lit else PAPER), edge, 2.6 if lit else 1.2)

    def label(
        self,
        x: float,
        middle: float,
        lines: Sequence[str],
        size: float = SIZE,
        *,
        fill: str = PAPER,
        edge: str = "",
        ticked: bool = False,
    ) -> None:
        """A short text in a rounded frame that starts at ``x``; ``middle`` is that of its first line."""
        ink, bold = (PAPER, True) if fill != PAPER else (edge or INK, bool(edge))
        lead = 26 if ticked else 11
        wide, more = label_width(lines, size, bold=bold, ticked=ticked), (len(lines) - 1) * LABEL_LINE
        self._rect(x, middle - 11, wide, 22 + more, 11, fill, edge or (fill if fill != PAPER else WIRE), 1.4)
        if ticked:
            self.tick(x + 15, middle + more / 2, ink)
        for n, line in enumerate(lines):
            y = middle + n * LABEL_LINE + size * 0.34
            self.text(x + (lead + wide - 11) / 2, y, line, size, ink=ink, bold=bold, centred=True)

    def wire(self, points: Points, provenance: Provenance, *, lit: bool) -> None:
        """An arrow along right-angled points: dashed or dotted by its provenance, thick when lit."""
        (x0, y0), (x1, y1) = points[-2:]
        reach, half, thick, ink = (13.0, 7.0, 4.0, LIT) if lit else (10.0, 4.5, 1.6, WIRE)
        dx, dy = (x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0)
        bx, by = x1 - dx * reach, y1 - dy * reach
        dash = f' stroke-dasharray="{_DASHES[provenance]}"' if _DASHES[provenance] else ""
        cap = ' stroke-linecap="round"' if provenance == "extension" else ""
        line = "M" + " L".join(f"{x:g} {y:g}" for x, y in [*points[:-1], (bx, by)])
        head = f"M{x1:g} {y1:g} L{bx + dy * half:g} {by + dx * half:g} L{bx - dy * half:g} {by - dx * half:g}z"
        self.marks.append(f'<path d="{line}" fill="none" stroke="{ink}" stroke-width="{thick:g}"{dash}{cap}/>')
        self.marks.append(f'<path d="{head}" fill="{ink}"/>')

    def number(self, x: float, y: float, number: int, *, lit: bool, filled: bool) -> None:
        """The number of a question in a circle."""
        fill, ink = (LIT, PAPER) if filled else (PAPER, INK)
        self.marks.append(f'<circle cx="{x:g}" cy="{y:g}" r="12" fill="{fill}" stroke="{LIT if lit else WIRE}"/>')
        self.text(x, y + 5, str(number), ink=ink, bold=True, centred=True)

    def tick(self, x: float, y: float, ink: str) -> None:
        """A tick with its middle at ``x, y``: the mark of what was chosen."""
        line = f"M{x - 4.5:g} {y:g} l3.2 3.4 l5.8 -7"
        self.marks.append(f'<path class="tick" d="{line}" fill="none" stroke="{ink}" stroke-width="2.2"/>')

    def _rect(
        self, x: float, y: float, wide: float, high: float, round_: float, fill: str, edge: str, thick: float
    ) -> None:
        self.marks.append(
            f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" rx="{round_:g}"'
            f' fill="{fill}" stroke="{edge}" stroke-width="{thick:g}"/>'
        )


def _split_sara_am(text: str) -> str:
    """Sara am as the two signs it is drawn with: the SVG reader of typst and resvg loses half of it otherwise."""
    return re.sub("([่-๋]?)ำ", "ํ\\1า", text)


def label_width(lines: Sequence[str], size: float, *, bold: bool, ticked: bool) -> float:
    """The width of a text in its frame."""
    return max(width(line, size, bold=bold) for line in lines) + 22 + (15 if ticked else 0)
