"""The styles and settings of a Word document in which Thai is set right.

Word takes Thai from the "complex script" font, size and bold, so each is said twice. A font named by the theme would
win over the font named here, so those names go.
"""

from datetime import UTC, datetime

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

from reports.document import Document
from reports.fonts_used import Lettering

BODY, NOTE, CELL, LINE = "Blueprint Body", "Blueprint Note", "Blueprint Cell", "Blueprint Line"
CONTENTS = "TOC Heading"
SIZES = {
    "Normal": 1.0,
    "Title": 1.5,
    "Subtitle": 1.0,
    "Heading 1": 1.35,
    "Heading 2": 1.15,
    "Heading 3": 1.0,
    "Caption": 0.92,
    CONTENTS: 1.35,
    BODY: 1.0,
    NOTE: 0.82,
    CELL: 0.84,
    LINE: 0.88,
}
"""The size of each style as a part of that of the running text."""
_CONTENTS_TAB = (WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
_CONTENTS_FREE = 35
"""Lines of contents that a page has room for as they are."""
_CONTENTS_FIT = ((50, 1.0, 650.0), (62, 0.82, 668.0))
"""How many have room in type of which size, and within how many points of its height."""
_BOLD = ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption", CONTENTS)
_AFTER_FONT = ("b", "bCs", "i", "iCs", "color", "spacing", "kern", "sz", "szCs", "lang")
"""Parts of a run's properties in the order that the schema asks for, as far as they are used here."""


def set_up(word: WordDocument, document: Document, lettering: Lettering) -> None:
    """Give an empty document its styles, language and properties."""
    _defaults(word, lettering)
    for name in (BODY, NOTE, CELL, LINE):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Normal"]
    for level in (1, 2):
        contents = word.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        contents.base_style = word.styles["Normal"]
    for fonts in word.styles.element.iter(qn("w:rFonts")):
        _name_fonts(fonts, lettering)
    for name, scale in SIZES.items():
        _set(word.styles[name].element.get_or_add_rPr(), lettering, scale, bold=name in _BOLD)
    _paragraphs(word, document)
    _settings(word, document)


def _defaults(word: WordDocument, lettering: Lettering) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _set(properties, lettering, 1.0, bold=False)
    language = properties.find(qn("w:lang"))
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:bidi"), "th-TH")
    spacing = defaults.find(qn("w:pPrDefault")).find(qn("w:pPr")).find(qn("w:spacing"))
    spacing.set(qn("w:after"), "0")
    spacing.set(qn("w:line"), "240")


def _font(properties: BaseOxmlElement, lettering: Lettering) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    _name_fonts(fonts, lettering)


def _name_fonts(fonts: BaseOxmlElement, lettering: Lettering) -> None:
    fonts.attrib.clear()
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), lettering.font)


def _set(properties: BaseOxmlElement, lettering: Lettering, scale: float, *, bold: bool) -> None:
    """Font, size and weight, each for Latin and for complex script."""
    _font(properties, lettering)
    for name in ("color", "spacing", "kern", "i", "iCs"):
        for found in properties.findall(qn(f"w:{name}")):
            properties.remove(found)
    values = dict.fromkeys(("b", "bCs"), "1" if bold else "0") | dict.fromkeys(
        ("sz", "szCs"), str(lettering.half_points(scale))
    )
    for name, value in values.items():
        for found in properties.findall(qn(f"w:{name}")):
            properties.remove(found)
        element = OxmlElement(f"w:{name}")
        element.set(qn("w:val"), value)
        later = {qn(f"w:{other}") for other in _AFTER_FONT[_AFTER_FONT.index(name) + 1 :]}
        place = next((n for n, child in enumerate(properties) if child.tag in later), len(properties))
        properties.insert(place, element)


def _paragraphs(word: WordDocument, document: Document) -> None:
    """Spaces, indents and how lines end."""
    thai = document.lang == "th"

    def style(name: str, before: float, after: float) -> ParagraphStyle:
        found = word.styles[name]
        if not isinstance(found, ParagraphStyle):
            raise TypeError(f"{name} is no paragraph style")
        found.paragraph_format.space_before, found.paragraph_format.space_after = Pt(before), Pt(after)
        return found

    title = style("Title", 10, 10)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    border = title.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        title.element.pPr.remove(border)
    style("Subtitle", 4, 4).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    style("Heading 1", 14, 8)
    style("Heading 2", 12, 4)
    style("Caption", 8, 4).paragraph_format.keep_with_next = True
    body = style(BODY, 0, 6).paragraph_format
    body.alignment = WD_ALIGN_PARAGRAPH.THAI_JUSTIFY if thai else WD_ALIGN_PARAGRAPH.LEFT
    body.first_line_indent = Cm(2.5) if thai else None
    body.widow_control = True
    style(NOTE, 5, 5).paragraph_format.keep_with_next = True
    style(CELL, 1.5, 1)
    style(CONTENTS, 0, 6).paragraph_format.page_break_before = True
    style(LINE, 1, 0)
    for level in (1, 2):
        contents = style(f"toc {level}", 2, 0).paragraph_format
        contents.left_indent = Cm(0.7 * (level - 1))
        contents.tab_stops.add_tab_stop(Cm(16), *_CONTENTS_TAB)


def fit_contents(word: WordDocument, lettering: Lettering, lines: int) -> None:
    """Set that many lines of contents closer, and then smaller too, where all of them have room on one page so."""
    fits = next(((size, room) for most, size, room in _CONTENTS_FIT if lines <= most), None)
    if lines <= _CONTENTS_FREE or fits is None:
        return
    scale, room = fits
    for level in (1, 2):
        style = word.styles[f"toc {level}"]
        if isinstance(style, ParagraphStyle):
            _set(style.element.get_or_add_rPr(), lettering, scale, bold=False)
            style.paragraph_format.space_before = Pt(0)
            style.paragraph_format.line_spacing = Pt(room / lines)


def _settings(word: WordDocument, document: Document) -> None:
    settings = word.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    language = settings.find(qn("w:themeFontLang"))
    if language is not None:
        language.attrib.clear()
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:bidi"), "th-TH")
    properties = word.core_properties
    properties.title, properties.author = document.title[:255], document.author[:255]
    properties.language = "th-TH" if document.lang == "th" else "en-GB"
    properties.comments, properties.last_modified_by = "", ""
    properties.created = properties.modified = datetime.now(UTC).replace(microsecond=0)
    for link, relation in list(word.part.package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # a picture of the empty template
            del word.part.package.rels[link]
