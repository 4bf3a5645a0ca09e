"""Cover letter, memo and executive summary: what was given is in all formats, what was not is a marked place."""

import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import Image, PngImagePlugin

from reports import LETTERINGS, OFFICIAL, SummaryInput, write
from reports.blueprint import blueprint_summary
from reports.document import Figure
from reports.fonts_used import FOLDER
from reports.letter import FORMS, MOST_IMAGE_BYTES, Letter, LetterError, enclosure, letter_of, read_emblem, read_letter
from reports.pdf import png_pages
from reports.typesetting import is_installed
from reports.words import words
from tests.charts import SAMPLE
from tests.reports.test_blueprint import texts
from tests.reports.test_nothing_lost import text_of_docx, text_of_xlsx
from tests.reports.test_same_numbers import squeezed
from tests.test_cli import ROOT, run
from text.located import Value
from text.words import LANGS, Lang

GIVEN: dict[str, str | list[str]] = {
    "number": "พณ ก/บ",
    "office": ["กระทรวงตัวอย่าง", "ถนนราชดำเนิน"],
    "subject": "เสนอเรื่องตัวอย่าง",
    "to": "เลขาธิการตัวอย่าง",
    "references": ["หนังสือฉบับแรก", "หนังสือฉบับหลัง"],
    "enclosures": ["รายงานประกอบ = 3"],
    "signer": "นายผู้ลงนาม",
    "position": "ปลัดตัวอย่าง",
    "unit": "กองตัวอย่าง",
    "telephone": "โทรศัพท์ตัวอย่าง",
    "fax": "โทรสารตัวอย่าง",
    "email": "saraban@example.go.th",
    "copies": ["กรมตัวอย่าง"],
}
PLACES = 9
"""Fields of a letter that are asked for: number, agency, date, addressee, signatory, position, unit and the like."""


def picture(size: tuple[int, int] = (300, 300), form: str = "PNG") -> bytes:
    stream = io.BytesIO()
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "hidden words")
    options = {"pnginfo": notes} if form == "PNG" else {}
    Image.new("RGB", size, "red").save(stream, form, **options)
    return stream.getvalue()


@pytest.fixture
def letter() -> Letter:
    given: dict[str, Value] = {name: value if isinstance(value, str) else [*value] for name, value in GIVEN.items()}
    return replace(letter_of(given | {"date": "5/12/2569"}), emblem=read_emblem(picture()))


@pytest.mark.parametrize("lang", LANGS)
def test_every_field_given_is_in_all_three_formats(
    few: SummaryInput, letter: Letter, lang: Lang, text_of_pdf: Callable[..., str]
) -> None:
    summary = replace(few, letter=letter)
    read = {
        "docx": text_of_docx(write(summary, "docx", lang)),
        "pdf": text_of_pdf(write(summary, "pdf", lang)),
        "xlsx": text_of_xlsx(write(summary, "xlsx", lang)),
    }
    given = [part for value in GIVEN.values() for part in ([value] if isinstance(value, str) else value)]
    wanted = [part.split(" = ")[0] for part in given]
    wanted += [{"th": "5 ธันวาคม 2569", "en": "5 December 2026"}[lang], {"th": "จำนวน 3 ฉบับ", "en": "3 copies"}[lang]]
    for kind, text in read.items():
        assert [word for word in wanted if squeezed(word) not in squeezed(text)] == [], kind


@pytest.mark.parametrize("lang", LANGS)
def test_what_was_not_given_is_a_marked_place_and_nothing_is_made_up(few: SummaryInput, lang: Lang) -> None:
    document = blueprint_summary(replace(few, letter=Letter(forms=("letter",))), lang)
    (table,) = (table for table in document.book() if table.name == {"th": "หนังสือภายนอก", "en": "Cover letter"}[lang])
    assert sum("......" in str(row[1]) for row in table.rows) == PLACES + 1
    assert not any(row[0] in {"อ้างถึง", "Reference", "สำเนาส่ง", "Copies to"} for row in table.rows)


@pytest.mark.parametrize("lang", LANGS)
def test_letter_and_memo_are_a_page_each_before_page_one(
    few: SummaryInput, letter: Letter, lang: Lang, text_of_pdf: Callable[..., str]
) -> None:
    without, made = (write(replace(few, letter=each), "pdf", lang) for each in (None, letter))
    pages, before = (text_of_pdf(data).split("\f") for data in (made, without))
    assert len(pages) == len(before) + len(FORMS)
    assert squeezed("นายผู้ลงนาม") in squeezed(pages[0])
    assert squeezed("นายผู้ลงนาม") in squeezed(pages[1])
    assert [page.strip() for page in pages[2:]] == [page.strip() for page in before]


def test_the_letter_asks_for_no_more_than_page_one(few: SummaryInput) -> None:
    final = replace(few, as_draft=False, letter=Letter())
    assert "approval is asked of no mission yet" in texts(blueprint_summary(final, "en")) + " ".join(
        str(row) for table in blueprint_summary(final, "en").book() for row in table.rows
    )


@pytest.mark.parametrize("lang", LANGS)
def test_the_executive_summary_is_one_page(sample: SummaryInput, lang: Lang) -> None:
    document = blueprint_summary(sample, lang)
    section = document.sections[1]
    assert section.heading == {"th": "บทสรุปสำหรับผู้บริหาร", "en": "Executive summary"}[lang]
    assert len(png_pages(replace(document, sections=(section,)), 30)) == 1


def test_the_emblem_is_made_anew_and_stands_in_the_document(few: SummaryInput, letter: Letter) -> None:
    assert b"hidden words" in picture()
    assert b"hidden words" not in letter.emblem
    with zipfile.ZipFile(io.BytesIO(write(replace(few, letter=letter), "docx"))) as package:
        pictures = [package.read(name) for name in package.namelist() if name.startswith("word/media/")]
    assert letter.emblem in pictures


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg/>", "image"),
        (b"", "image"),
        (picture()[:80], "image"),
        (picture((4001, 2)), "image_pixels"),
        (b"\x89PNG" + bytes(MOST_IMAGE_BYTES), "image_bytes"),
        (b"GIF89a" + bytes(100), "image"),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_an_emblem_that_cannot_be_used_is_refused(data: bytes, code: str, lang: Lang) -> None:
    with pytest.raises(LetterError) as refused:
        read_emblem(data)
    assert refused.value.args == (code,)
    assert refused.value.sentence(lang)


def test_a_jpeg_will_do() -> None:
    assert read_emblem(picture(form="JPEG")).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "text",
    [
        "[1]",
        "nonsense: 1",
        "number: [1]",
        "date: tomorrow",
        "forms: fax",
        "to: 1\nto: 2",
        "a: b: c",
        "to: " + "x" * 9999,
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_a_letter_file_that_cannot_be_used_is_refused(tmp_path: Path, text: str, lang: Lang) -> None:
    file = tmp_path / "letter.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LetterError) as refused:
        read_letter(file)
    assert len(refused.value.sentence(lang)) < 400


def test_json_is_read_like_yaml(tmp_path: Path) -> None:
    file = tmp_path / "letter.json"
    file.write_text(json.dumps({**GIVEN, "forms": ["memo"], "date": "5/12/2026"}), encoding="utf-8")
    found = read_letter(file)
    assert (found.forms, found.date, found.office) == (("memo",), date(2026, 12, 5), ("กระทรวงตัวอย่าง", "ถนนราชดำเนิน"))


@pytest.mark.parametrize(
    ("line", "told"), [("แฟ้ม = 12", ("แฟ้ม", 12)), ("a=b", ("a=b", 1)), ("= 3", ("= 3", 1)), ("x", ("x", 1))]
)
def test_an_enclosure_has_its_count_after_the_equals_sign(line: str, told: tuple[str, int]) -> None:
    assert enclosure(line) == told


def test_the_command_takes_a_letter_and_an_emblem(tmp_path: Path) -> None:
    (tmp_path / "letter.yaml").write_text("number: กขค 12\nforms: memo\n", encoding="utf-8")
    (tmp_path / "garuda.png").write_bytes(picture())
    out = tmp_path / "pack.docx"
    options: list[str | Path] = ["--letter", tmp_path / "letter.yaml", "--emblem", tmp_path / "garuda.png"]
    done = run("summary", SAMPLE, "-o", out, *options)
    assert done.returncode in (0, 3), done.stderr
    assert "กขค 12" in text_of_docx(out.read_bytes())
    refused = run("summary", SAMPLE, "-o", tmp_path / "no.docx", "--emblem", tmp_path / "letter.yaml")
    assert refused.returncode == 2
    assert not (tmp_path / "no.docx").exists()


def test_a_font_that_is_not_installed_is_refused_in_one_sentence(tmp_path: Path) -> None:
    if is_installed(OFFICIAL):
        pytest.skip("the font is installed here")
    done = run("summary", SAMPLE, "-o", tmp_path / "s.pdf", "--font", "official", "--lang", "en")
    assert done.returncode == 2
    assert done.stderr.decode().strip() == (
        "The font TH SarabunPSK is not installed on this computer. Install it, or use --font sarabun."
    )
    assert set(LETTERINGS) == {"sarabun", "official"}


def test_a_pdf_is_set_in_the_official_font_where_it_is_installed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folder = home / ".fonts"
    folder.mkdir(parents=True)
    for weight in ("Regular", "Bold"):
        font = TTFont(FOLDER / f"Sarabun-{weight}.ttf")
        for name in font["name"].names:
            if name.nameID in (1, 4, 16):
                name.string = OFFICIAL.font
        font.save(folder / f"{weight}.ttf")
    (tmp_path / "m.csv").write_text("ภารกิจ,ข้อ 1\nงาน,ไม่ใช่\n", encoding="utf-8")
    done = run(
        "summary", tmp_path / "m.csv", "-o", tmp_path / "s.pdf", "--font", "official", variables={"HOME": str(home)}
    )
    assert done.returncode == 0, done.stderr
    fonts = subprocess.run(["pdffonts", tmp_path / "s.pdf"], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "Sarabun" in fonts.stdout


def test_the_chart_has_thai_digits_in_its_picture(few: SummaryInput) -> None:
    thai, arabic = (blueprint_summary(few, "th", digits) for digits in ("thai", "arabic"))
    pictures = [
        [block.svg for _, blocks in document.sheets() for block in blocks if isinstance(block, Figure)]
        for document in (thai, arabic)
    ]
    assert all(">7<" not in svg for svg in pictures[0])
    assert any(">๗<" in svg for svg in pictures[0])
    assert any(">7<" in svg for svg in pictures[1])


@pytest.mark.parametrize("lang", LANGS)
def test_letters_and_executive_summary_of_a_copy_that_nobody_vouches_for_say_so(few: SummaryInput, lang: Lang) -> None:
    said = words("executive.not_vouched", lang)
    ours = replace(few, letter=Letter())
    assert said not in texts(blueprint_summary(ours, lang))
    copy = replace(ours, source=replace(few.source, vouched=False))
    assert texts(blueprint_summary(copy, lang)).count(said) == len(FORMS) + 1
