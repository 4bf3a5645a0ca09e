"""typst, with the fonts of the product, so that it sets the same pages on every computer.

Only a document whose font is chosen from those of the computer is set with those too."""

import json
from functools import cache
from typing import Any, Literal

import typst

from reports.fonts_used import FOLDER, Lettering

_STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]


@cache
def _fonts(installed: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=installed, include_embedded_fonts=False, font_paths=[FOLDER])


def is_installed(lettering: Lettering) -> bool:
    """Whether this computer has the font, or it comes with the product."""
    return lettering.embedded or lettering.font in _fonts(True).families()


def pages_as_png(template: bytes, inputs: dict[str, str], pixels_per_inch: float) -> list[bytes]:
    """Each page as a picture."""
    return _set(template, "png", inputs, [], pixels_per_inch, installed=False)


def as_pdf(template: bytes, inputs: dict[str, str], *, archival: bool, installed: bool = False) -> bytes:
    """All pages as one PDF; ``archival`` ones are PDF/A-2a and PDF/UA-1.

    ``installed`` offers the computer's own fonts too. Raises ``typst.TypstError``.
    """
    return _set(template, "pdf", inputs, _STANDARDS if archival else [], None, installed=installed)[0]


def found(template: bytes, inputs: dict[str, str], label: str, *, installed: bool = False) -> list[Any]:
    """The values that the template leaves at ``label`` when its pages are set."""
    values: list[Any] = json.loads(
        typst.query(template, f"<{label}>", field="value", font_paths=_fonts(installed), sys_inputs=inputs)
    )
    return values


def _set(
    template: bytes,
    kind: Literal["pdf", "png"],
    inputs: dict[str, str],
    standards: "list[typst.PDFStandard]",
    pixels_per_inch: float | None,
    *,
    installed: bool,
) -> list[bytes]:
    made: bytes | list[bytes] = typst.compile(
        template,
        font_paths=_fonts(installed),
        format=kind,
        ppi=pixels_per_inch,
        sys_inputs=inputs,
        pdf_standards=standards,
    )
    return made if isinstance(made, list) else [made]
