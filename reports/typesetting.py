"""typst, with the fonts of the product and no others, so that it sets the same pages on every computer."""

from functools import cache
from typing import Literal

import typst

from reports.fonts_used import FOLDER

_STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])


def pages_as_png(template: bytes, inputs: dict[str, str], pixels_per_inch: float) -> list[bytes]:
    """Each page as a picture."""
    return _set(template, "png", inputs, [], pixels_per_inch)


def as_pdf(template: bytes, inputs: dict[str, str], *, archival: bool) -> bytes:
    """All pages as one PDF; ``archival`` ones are PDF/A-2a and PDF/UA-1. Raises ``typst.TypstError``."""
    return _set(template, "pdf", inputs, _STANDARDS if archival else [], None)[0]


def found(template: bytes, inputs: dict[str, str], label: str) -> str:
    """The value that the template leaves at ``label`` when its pages are set, as JSON."""
    value: str = typst.query(template, f"<{label}>", field="value", one=True, font_paths=_fonts(), sys_inputs=inputs)
    return value


def _set(
    template: bytes,
    kind: Literal["pdf", "png"],
    inputs: dict[str, str],
    standards: "list[typst.PDFStandard]",
    pixels_per_inch: float | None,
) -> list[bytes]:
    made: bytes | list[bytes] = typst.compile(
        template, font_paths=_fonts(), format=kind, ppi=pixels_per_inch, sys_inputs=inputs, pdf_standards=standards
    )
    return made if isinstance(made, list) else [made]
