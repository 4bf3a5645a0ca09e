"""A document as DOCX: a real Word document, with styles and fields, that the secretariat goes on editing."""

import io
from collections.abc import Sequence

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section as WordSection
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from reports.document import (
    Block,
    Closing,
    Document,
    Figure,
    Heading,
    Labelled,
    Letterhead,
    Note,
    NumberedList,
    Outline,
    Paragraph,
    Table,
    is_letter,
)
from reports.figures import png
from reports.fonts_used import FOLDER, SARABUN, Lettering
from reports.pdf import heading_pages
from reports.word_fonts import embed
from reports.word_styles import BODY, CELL, CONTENTS, LINE, NOTE, fit_contents, set_up
from reports.word_xml import (
    add_bookmark,
    add_field,
    embolden,
    new_numbering,
    number_paragraph,
    set_at_right,
    table_element,
)
from text.numbers import in_digits
from text.thai_words import with_joiners

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
    writer = _Writer(word, document, lettering)
    sheets = document.sheets()
    writer.headers(word.sections[0])
    letters = sum(map(is_letter, sheets))
    for n, (landscape, blocks) in enumerate(sheets):
        section = word.add_section(WD_SECTION.NEW_PAGE) if n else word.sections[0]
        writer.paper(section, landscape, unnumbered=n <= letters, first=n == letters and n > 0)
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            writer.add(block, landscape)
            if isinstance(block, Paragraph) and isinstance(following, Table):
                word.paragraphs[-1].paragraph_format.keep_with_next = True
        if n == letters and len(sheets) > letters + 1 and document.contents:
            writer.contents()
    for text in word.element.body.iter(qn("w:t")):
        text.text = with_joiners(text.text or "")
    if lettering.embedded:
        embed(word, lettering.font, FOLDER / "Sarabun-Regular.ttf", FOLDER / "Sarabun-Bold.ttf")
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


class _Writer:
    def __init__(self, word: WordDocument, document: Document, lettering: Lettering) -> None:
        self._word, self._lettering = word, lettering
        self._document = document
        self._headings = [b for _, blocks in document.sheets() for b in blocks if isinstance(b, Heading)]
        self._met = 0
        self._ids = {style.name: style.style_id for style in word.styles}

    def paper(self, section: WordSection, landscape: bool, *, unnumbered: bool, first: bool) -> None:
        """A4 with the margins of an official letter; ``unnumbered`` on its first page, ``first`` is page 1."""
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
        section.left_margin = Cm(2.0 if landscape else 3.0)
        section.right_margin, section.bottom_margin = Cm(2.0), Cm(2.0)
        section.top_margin, section.header_distance = Cm(2.5), Cm(1.2)
        section.different_first_page_header_footer = unnumbered
        for found in section._sectPr.findall(qn("w:pgNumType")):  # a new section is a copy of the one before
            section._sectPr.remove(found)
        options = {"fmt": "thaiNumbers"} if self._document.digits == "thai" else {}
        if first:
            options["start"] = "1"
        if options:
            numbers = OxmlElement("w:pgNumType")
            for name, value in options.items():
                numbers.set(qn(f"w:{name}"), value)
            place = section._sectPr.find(qn("w:cols"))
            place.addprevious(numbers)

    def headers(self, section: WordSection) -> None:
        """The page number and the mark of a draft; the sections that follow take them over."""
        header = section.header.paragraphs[0]
        header.alignment = WD_ALIGN_PARAGRAPH.CENTER
        header.add_run("- ")
        add_field(header, "PAGE", "2")
        header.add_run(" -")
        if self._document.mark:
            section.different_first_page_header_footer = True
            first = section.first_page_header.paragraphs[0]
            first.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            beside = header.insert_paragraph_before()
            set_at_right(beside, section.header_distance or 0)
            for head in (first, beside):
                embolden(head.add_run(self._document.mark))

    def contents(self) -> None:
        """A table of contents with the pages that the PDF of the same document has.

        Each number is a field: LibreOffice counts it again when it opens the document, Word when the fields are updated
        (Ctrl+A, F9). It is no field of Word's own kind for a whole table of contents: LibreOffice takes the pages in
        one as they stand, and Word asks its reader before it counts them.
        """
        self._paragraph(self._document.contents, CONTENTS)
        pages = heading_pages(self._document, self._lettering)
        fit_contents(self._word, self._lettering, sum(found.level <= _DEEPEST for found in self._headings))
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
        elif isinstance(block, Letterhead):
            self._add_letterhead(block)
        elif isinstance(block, Labelled):
            self._add_labelled(block)
        elif isinstance(block, Closing):
            self._add_closing(block)
        else:
            self._add_figure(block, landscape)

    def _add_letterhead(self, block: Letterhead) -> None:
        paragraph = self._word.add_paragraph()
        run = paragraph.add_run()
        if block.png:
            picture = run.add_picture(io.BytesIO(block.png), height=Cm(block.height))
            picture._inline.docPr.set("descr", block.alt)
        else:
            run.add_text(f"[{block.place}]")
        if block.title:
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(_TEXT_WIDTH[False] / 2), WD_TAB_ALIGNMENT.CENTER)
            embolden(paragraph.add_run(f"\t{block.title}"))
        else:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _add_labelled(self, block: Labelled) -> None:
        paragraph = self._paragraph("", "Normal")
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent, form.space_before = Cm(block.at), Cm(-block.at), Pt(6)
        if block.at:
            form.tab_stops.add_tab_stop(Cm(block.at))
            label = paragraph.add_run(f"{block.label}\t")
            if block.strong:
                embolden(label)
        self._lines(paragraph, block.lines)

    def _add_closing(self, block: Closing) -> None:
        paragraph = self._paragraph("", "Normal")
        form = paragraph.paragraph_format
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        form.left_indent, form.space_before, form.keep_together = Cm(7), Pt(16), True
        self._lines(paragraph, [line or "\n" for line in block.lines])

    def _lines(self, paragraph: WordParagraph, lines: Sequence[str]) -> None:
        """Texts on lines of their own within a paragraph."""
        paragraph.add_run("\n".join(lines))

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
