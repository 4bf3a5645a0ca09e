"""A document as DOCX: a real Word document, with styles and fields, that the secretariat goes on editing."""

import io

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section as WordSection
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from reports.document import Block, Document, Figure, Heading, Note, NumberedList, Outline, Paragraph, Table
from reports.figures import png
from reports.fonts_used import FOLDER, SARABUN, Lettering
from reports.pdf import heading_pages
from reports.word_fonts import embed
from reports.word_styles import BODY, CELL, CONTENTS, LINE, NOTE, set_up
from reports.word_xml import (
    add_bookmark,
    add_field,
    embolden,
    new_numbering,
    number_paragraph,
    table_element,
)
from text.numbers import in_digits

_SHORT, _LONG = Cm(21.0), Cm(29.7)
_TEXT_WIDTH = {False: 16.0, True: 25.7}
_TALLEST = 20.5
_DEEPEST = 2
"""The level of the last headings that the contents list."""
_STYLES = {"body": BODY, "title": "Title", "subtitle": "Subtitle", "plain": "Normal"}


def docx_bytes(document: Document, lettering: Lettering = SARABUN) -> bytes:
    """The document as DOCX, in ``lettering``."""
    word = docx.Document()
    set_up(word, document, lettering)
    writer = _Writer(word, document)
    sheets = document.sheets()
    writer.paper(word.sections[0], sheets[0][0], first=True)
    for n, (landscape, blocks) in enumerate(sheets):
        if n:
            writer.paper(word.add_section(WD_SECTION.NEW_PAGE), landscape)
        for block in blocks:
            writer.add(block, landscape)
        if n == 0 and len(sheets) > 1:
            writer.contents()
    if lettering.embedded:
        embed(word, lettering.font, FOLDER / "Sarabun-Regular.ttf", FOLDER / "Sarabun-Bold.ttf")
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


class _Writer:
    def __init__(self, word: WordDocument, document: Document) -> None:
        self._word = word
        self._document = document
        self._headings = [b for _, blocks in document.sheets() for b in blocks if isinstance(b, Heading)]
        self._met = 0
        self._ids = {style.name: style.style_id for style in word.styles}

    def paper(self, section: WordSection, landscape: bool, *, first: bool = False) -> None:
        """A4 with the margins of an official letter; page numbers from the second page."""
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
        section.left_margin = Cm(2.0 if landscape else 3.0)
        section.right_margin, section.bottom_margin = Cm(2.0), Cm(2.0)
        section.top_margin, section.header_distance = Cm(2.5), Cm(1.2)
        section.different_first_page_header_footer = first
        if self._document.digits == "thai":
            numbers = OxmlElement("w:pgNumType")
            numbers.set(qn("w:fmt"), "thaiNumbers")
            place = section._sectPr.find(qn("w:cols"))
            place.addprevious(numbers)
        if first:
            header = section.header.paragraphs[0]
            header.alignment = WD_ALIGN_PARAGRAPH.CENTER
            header.add_run("- ")
            add_field(header, "PAGE", "2")
            header.add_run(" -")
            if self._document.mark:
                for head in (header, section.first_page_header.paragraphs[0]):
                    embolden(head.add_run(f"\t{self._document.mark}" if head is header else self._document.mark))
                section.first_page_header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def contents(self) -> None:
        """A table of contents with the pages that the PDF of the same document has.

        Each number is a field: LibreOffice counts it again when it opens the document, Word when the fields are updated
        (Ctrl+A, F9). It is no field of Word's own kind for a whole table of contents: LibreOffice takes the pages in
        one as they stand, and Word asks its reader before it counts them.
        """
        self._paragraph(self._document.contents, CONTENTS)
        pages = heading_pages(self._document)
        for n, (found, page) in enumerate(zip(self._headings, pages, strict=True)):
            if found.level > _DEEPEST:
                continue
            line = self._paragraph("", f"toc {found.level}")
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), _bookmark(n))
            line._p.append(link)
            mark = len(line._p)
            line.add_run(f"{found.text}\t")
            add_field(line, f"PAGEREF {_bookmark(n)} \\h", in_digits(str(page), self._document.digits))
            for element in list(line._p)[mark:]:
                link.append(element)

    def add(self, block: Block | Heading, landscape: bool) -> None:
        """One block, whatever it is."""
        if isinstance(block, Heading):
            heading = self._word.add_heading(block.text, block.level)
            add_bookmark(heading, _bookmark(self._met), self._met + 1)
            self._met += 1
        elif isinstance(block, Paragraph):
            self._add_paragraph(block)
        elif isinstance(block, NumberedList):
            number = new_numbering(self._word.part.numbering_part.element, self._document.digits)
            for item in block.items:
                paragraph = self._led(item, "Normal")
                number_paragraph(paragraph, number)
                paragraph.alignment = self._justified
        elif isinstance(block, Outline):
            for depth, text in block.lines:
                line = self._paragraph(text if depth == 0 else f"– {text}", LINE)
                line.paragraph_format.left_indent = Cm(0.6 * depth)
                line.paragraph_format.keep_with_next = depth == 0
                if depth == 0:
                    embolden(line.runs[0])
        elif isinstance(block, Note):
            self._paragraph(block.text, NOTE)
        elif isinstance(block, Table):
            self._caption(block)
            body = self._word.element.body
            element = table_element(
                block, self._document.digits, self._document.lang, _TEXT_WIDTH[landscape], self._ids[CELL]
            )
            body.insert(len(body) - 1, element)
        else:
            self._add_figure(block, landscape)

    def _add_paragraph(self, block: Paragraph) -> None:
        paragraph = self._led(block, _STYLES[block.style])
        if block.style == "plain":
            paragraph.paragraph_format.space_before = Pt(6)
            paragraph.paragraph_format.keep_with_next = not block.text

    def _add_figure(self, figure: Figure, landscape: bool) -> None:
        paragraph = self._word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(io.BytesIO(png(figure.svg)), width=Cm(_TEXT_WIDTH[landscape]))
        if picture.height > Cm(_TALLEST):
            picture.width = round(picture.width * Cm(_TALLEST) / picture.height)
            picture.height = Cm(_TALLEST)
        picture._inline.docPr.set("title", figure.caption[:250])
        picture._inline.docPr.set("descr", figure.alt)
        caption = self._caption(figure)
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption.paragraph_format.keep_with_next = False

    def _caption(self, block: Table | Figure) -> WordParagraph:
        """The caption; its number is a field that counts on when a table or a figure is put in before it."""
        number = in_digits(str(block.number), self._document.digits)
        before, found, after = block.caption.partition(number) if block.number else (block.caption, "", "")
        caption = self._paragraph(before, "Caption")
        if found:
            form = "THAIARABIC" if self._document.digits == "thai" else "ARABIC"
            add_field(caption, f"SEQ {before.strip()} \\* {form}", found)
            caption.add_run(after)
        return caption

    @property
    def _justified(self) -> WD_ALIGN_PARAGRAPH:
        return WD_ALIGN_PARAGRAPH.THAI_JUSTIFY if self._document.lang == "th" else WD_ALIGN_PARAGRAPH.LEFT

    def _led(self, block: Paragraph, style: str) -> WordParagraph:
        paragraph = self._paragraph("", style)
        if block.lead:
            run = paragraph.add_run(f"{block.lead} " if block.text else block.lead)
            embolden(run)
        if block.text:
            paragraph.add_run(block.text)
        return paragraph

    def _paragraph(self, text: str, style: str) -> WordParagraph:
        """A paragraph in a style; the library would search all styles for each."""
        paragraph = self._word.add_paragraph(text)
        if style != "Normal":
            paragraph._p.style = self._ids[style]
        return paragraph


def _bookmark(number: int) -> str:
    return f"_Toc{number + 1:06d}"
