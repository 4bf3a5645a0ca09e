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


class Typeset:
    """A template with its inputs; ``installed`` offers the computer's own fonts too.

    What was laid out for one question, or for a file, is not laid out again for the next.
    """

    def __init__(self, template: bytes, inputs: dict[str, str], *, installed: bool = False) -> None:
        self._template = template
        self._compiler = typst.Compiler(template, font_paths=_fonts(installed), sys_inputs=inputs)

    def found(self, label: str) -> list[Any]:
        """The values that the template leaves at ``label`` of the pages; asked for before they are drawn."""
        values: list[Any] = json.loads(self._compiler.query(f"<{label}>", field="value"))
        return values

    def pdf(self, *, archival: bool) -> bytes:
        """All pages as one PDF; ``archival`` ones are PDF/A-2a and PDF/UA-1. Raises ``typst.TypstError``."""
        return self._pages("pdf", _STANDARDS if archival else [], None)[0]

    def png(self, pixels_per_inch: float) -> list[bytes]:
        """Each page as a picture."""
        return self._pages("png", [], pixels_per_inch)

    def _pages(
        self, kind: Literal["pdf", "png"], standards: "list[typst.PDFStandard]", pixels_per_inch: float | None
    ) -> list[bytes]:
        # It forgets a template that is no file when it has compiled it.
        made = self._compiler.compile(self._template, format=kind, ppi=pixels_per_inch, pdf_standards=standards)
        return made if isinstance(made, list) else [made or b""]
