"""The files are sound: LibreOffice opens them, their XML is in the order of the schema, the PDF keeps its standards."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from xml.etree import ElementTree

import docx
import pikepdf
import pytest

from reports import OFFICIAL, SummaryInput, write
from text.words import LANGS, Lang

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The order of the schema (ECMA-376, wml.xsd), as far as these documents use it.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "font": "altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic embedBoldItalic",
    "settings": "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
    "displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts",
}


def parts(data: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")]
        return {name: ElementTree.fromstring(package.read(name)) for name in names}  # noqa: S314


@pytest.mark.parametrize("lang", LANGS)
def test_word_xml_is_in_the_order_of_the_schema(few: SummaryInput, lang: Lang) -> None:
    for name, root in parts(write(few, "docx", lang, digits="thai")).items():
        for element in root.iter():
            tag = element.tag.removeprefix(W)
            if tag in ORDERS:
                order = ORDERS[tag].split()
                places = [order.index(t) for child in element if (t := child.tag.removeprefix(W)) in order]
                assert places == sorted(places), (name, tag, [child.tag for child in element])


def test_thai_is_set_as_complex_script(few: SummaryInput) -> None:
    styles = parts(write(few, "docx", "th", lettering=OFFICIAL))["word/styles.xml"]
    fonts = list(styles.iter(f"{W}rFonts"))
    assert fonts
    for font in fonts:
        assert {font.get(f"{W}{slot}") for slot in ("ascii", "hAnsi", "eastAsia", "cs")} == {"TH SarabunPSK"}
        assert not [name for name in font.attrib if name.endswith("Theme")]
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert defaults is not None
    assert {s.get(f"{W}val") for tag in ("sz", "szCs") for s in defaults.iter(f"{W}{tag}")} == {"32"}
    assert {s.get(f"{W}bidi") for s in defaults.iter(f"{W}lang")} == {"th-TH"}


def test_word_tables_repeat_their_header_and_keep_rows_whole(few: SummaryInput) -> None:
    data = write(few, "docx", "th", digits="thai")
    document = parts(data)["word/document.xml"]
    tables = list(document.iter(f"{W}tbl"))
    assert all(next(table.iter(f"{W}tr")).find(f"{W}trPr/{W}tblHeader") is not None for table in tables)
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for table in tables for row in table.iter(f"{W}tr"))
    assert all(table.find(f"{W}tblPr/{W}tblCaption") is not None for table in tables)
    assert {n.get(f"{W}fmt") for n in document.iter(f"{W}pgNumType")} == {"thaiNumbers"}
    assert {j.get(f"{W}val") for j in parts(data)["word/styles.xml"].iter(f"{W}jc")} >= {"thaiDistribute"}
    assert {page.get(f"{W}orient") for page in document.iter(f"{W}pgSz")} >= {"landscape"}
    pictures = [e for e in document.iter() if e.tag.endswith("}docPr")]
    assert len(pictures) == 3
    assert all(len(picture.get("descr", "")) > 40 for picture in pictures)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert [name for name in package.namelist() if name.endswith(".odttf")]


def test_word_knows_the_contents_and_no_page_number_is_guessed(few: SummaryInput) -> None:
    document = parts(write(few, "docx", "th"))["word/document.xml"]
    (frame,) = document.iter(f"{W}sdt")
    gallery = frame.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    assert gallery is not None
    assert gallery.get(f"{W}val") == "Table of Contents"
    lines = ["".join(text.text or "" for text in line.iter(f"{W}t")) for line in frame.iter(f"{W}p")]
    assert lines[0] == "สารบัญ"
    assert lines[1] == "1. เรื่องเดิมและฐานกฎหมาย"
    assert len(lines) > 25
    assert len([mark for mark in document.iter(f"{W}fldChar") if mark.get(f"{W}dirty")]) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_libreoffice_makes_as_many_pages_of_the_word_document_as_the_pdf_has(
    sample: SummaryInput,
    lang: Lang,
    through_office: Callable[[bytes, str], bytes],
    pages_of_pdf: Callable[[bytes], int],
) -> None:
    expected = pages_of_pdf(write(sample, "pdf", lang))
    assert abs(pages_of_pdf(through_office(write(sample, "docx", lang), "docx")) - expected) <= 1


def test_libreoffice_opens_the_workbook(
    few: SummaryInput, through_office: Callable[[bytes, str], bytes], text_of_pdf: Callable[..., str]
) -> None:
    text = re.sub(r"\s", "", text_of_pdf(through_office(write(few, "xlsx", "en"), "xlsx")))
    assert [m.code for m in few.missions if m.code not in text] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_pdf_is_tagged_and_keeps_its_standards(few: SummaryInput, lang: Lang) -> None:
    with pikepdf.open(io.BytesIO(write(few, "pdf", lang))) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "2A"
            assert metadata["pdfuaid:part"] == "1"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith(lang)
        with pdf.open_outline() as outline:
            assert len(outline.root) == 11


@pytest.mark.parametrize("lang", LANGS)
def test_the_cover_is_one_page(sample: SummaryInput, lang: Lang, text_of_pdf: Callable[..., str]) -> None:
    second = text_of_pdf(write(sample, "pdf", lang), "-f", "2", "-l", "2")
    assert {"th": "สารบัญ", "en": "Contents"}[lang] in second


def test_the_properties_of_the_word_document_are_of_today_and_have_no_picture_of_a_template(few: SummaryInput) -> None:
    data = write(few, "docx", "th")
    created = docx.Document(io.BytesIO(data)).core_properties.created
    assert created is not None
    assert abs((datetime.now(UTC) - created.astimezone(UTC)).total_seconds()) < 600
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "thumbnail" in name]
