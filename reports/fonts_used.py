"""The fonts a document is set in."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("fonts")
"""Sarabun, which comes with the product under the SIL Open Font License."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """A font by the name Word knows it, and the size of running text in points."""

    font: str
    size: float
    embedded: bool

    def half_points(self, scale: float) -> int:
        """A size in proportion to the running text, as Word counts."""
        return round(self.size * scale * 2)


SARABUN = Lettering("Sarabun", 11, embedded=True)
"""Comes with the document, so that it looks the same everywhere."""
OFFICIAL = Lettering("TH SarabunPSK", 16, embedded=False)
"""As official letters require. The reader's computer must have it. Its 16 points are as large as Sarabun's 11."""
LETTERINGS: dict[str, Lettering] = {"sarabun": SARABUN, "official": OFFICIAL}
"""The fonts that may be chosen, by what an option calls them."""
