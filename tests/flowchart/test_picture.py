"""The chart's three pictures say the same, say all of it, and mark a mission's trail without colour."""

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from flowchart import charts
from flowchart.chart import Chart
from flowchart.checks import load_chart
from flowchart.drawing import Sheet
from flowchart.layout import lay_out
from flowchart.picture import CSS, html, svg, svg_pages, text
from text.widths import width
from text.words import LANGS, Lang, Words

SVG = "{http://www.w3.org/2000/svg}"
Run = tuple[tuple[tuple[str, str], ...], str | None, str | None]

REAL = charts.default()
words = Words(Path(__file__).parents[2] / "flowchart" / "words.yaml")


def both(word: str) -> dict[str, str]:
    return {"th": f"ไทย {word}", "en": word}


def question(number: int | None = None, answers: tuple[str, ...] = ("yes", "no"), **more: Any) -> dict[str, Any]:
    name = more.pop("name", f"q{number}")
    return {
        **({"number": number} if number else {}),
        "text": both(f"Text of {name}"),
        "short": both(f"Short {name}"),
        "guidance": both("guidance"),
        "source": {"cite": both("source")},
        "answers": {a: {"label": both(f"{name} {a}")} for a in answers},
        **more,
    }


def edge(question: str, answer: str, to: str, reading: str = "slide", **more: str) -> dict[str, Any]:
    return {"question": question, "answer": answer, "to": to, "provenance": reading, "note": both("note"), **more}


def build(
    path: Path,
    questions: dict[str, Any],
    edges: list[dict[str, Any]],
    dispositions: tuple[str, ...],
    boxes: tuple[str, ...] = (),
) -> Chart:
    disposition = {"meaning": both("meaning"), "instruments": [], "tasks": []}
    document = {
        "id": "small",
        "version": "1.0.0",
        **{key: both(key) for key in ("title", "caution", "principle")},
        "documents": {},
        "questions": questions,
        "edges": edges,
        "boxes": {b: {"text": both(f"Box {b}")} for b in boxes},
        "dispositions": {d: {"label": both(f"Label {d}"), **disposition} for d in dispositions},
        "evidence": {},
    }
    file = path / "chart.yaml"
    file.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return load_chart(file)


@pytest.fixture
def one(tmp_path: Path) -> Chart:
    """One question, two exits, texts that need escaping."""
    q = question(1, start=True)
    q["text"] = both('Is <a> & "b" > c?')
    return build(
        tmp_path,
        {"q1": q},
        [edge("q1", "yes", "keep", box="kept"), edge("q1", "no", "drop", "inferred")],
        ("keep", "drop"),
        ("kept",),
    )


@pytest.fixture
def nested(tmp_path: Path) -> Chart:
    """An unnumbered start, two main questions, a follow-up of a follow-up and edges of every reading."""
    return build(
        tmp_path,
        {
            "first": question(answers=("go", "leap", "stop"), start=True, name="first"),
            "q1": question(1),
            "q2": question(2),
            "ask": question(answers=("more", "enough"), name="ask"),
            "deep": question(answers=("a", "b"), name="deep", default_disposition="drop"),
        },
        [
            edge("first", "go", "q1"),
            edge("first", "leap", "q2", "extension"),
            edge("first", "stop", "drop"),
            edge("q1", "yes", "q2", "inferred"),
            edge("q1", "no", "ask", box="asking"),
            edge("ask", "more", "deep", "extension"),
            edge("ask", "enough", "q2", "inferred"),
            edge("deep", "a", "drop"),
            edge("deep", "b", "keep"),
            edge("q2", "yes", "keep"),
            edge("q2", "no", "drop", "inferred"),
        ],
        ("keep", "drop"),
        ("asking",),
    )


BUNDLED = [chart.key for chart in charts.all_charts()]


@pytest.fixture(params=BUNDLED)
def bundled(request: pytest.FixtureRequest) -> Chart:
    return charts.named(request.param)


@pytest.fixture(params=[*BUNDLED, "one", "nested"])
def chart(request: pytest.FixtureRequest) -> Chart:
    return charts.named(request.param) if "@" in request.param else request.getfixturevalue(request.param)


def runs(chart: Chart) -> list[Run]:
    """No answer at all, and every walk through the chart stopped at each of its questions and at its end."""
    found: list[Run] = [((), None, None)]

    def walk(node: str, path: tuple[tuple[str, str], ...]) -> None:
        if node in chart.dispositions:
            found.append((path, None, node))
            return
        found.append((path, node, chart.questions[node].default_disposition))
        for e in chart.edges_from(node):
            walk(e.to, (*path, (e.question, e.answer)))

    walk(chart.start.id, ())
    return found


def drawing(markup: str) -> ET.Element:
    return ET.fromstring(markup)  # noqa: S314 - our own


def drawn(markup: str) -> list[str]:
    """The lines of text in an SVG (not its title and description), with sara am as one sign again."""
    return [re.sub("ํ([่-๋]?)า", r"\1ำ", t.text or "") for t in drawing(markup).iter(f"{SVG}text")]


def of_svg(markup: str) -> str:
    """The words in an SVG, without the cuts into lines."""
    return squeeze("".join(drawn(markup)))


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.texts.append(dict(attrs).get("title") or "")


def parsed(markup: str) -> _Texts:
    parser = _Texts()
    parser.feed(markup)
    return parser


def of_html(markup: str) -> str:
    return squeeze("".join(parsed(markup).texts))


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


VIEWS: dict[str, Callable[[Chart, Lang], str]] = {
    "svg": lambda chart, lang: of_svg(svg(chart, lang)),
    "text": lambda chart, lang: squeeze(text(chart, lang)),
    "html": lambda chart, lang: of_html(html(chart, lang)),
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("lang", LANGS)
def test_each_view_says_everything(view: str, lang: Lang, chart: Chart) -> None:
    said = VIEWS[view](chart, lang)
    needed = [q.text for q in chart.questions.values()]
    needed += [a.label for q in chart.questions.values() for a in q.answers.values()]
    needed += [b.text for b in chart.boxes.values()] + [d.label for d in chart.dispositions.values()]
    assert [t[lang] for t in needed if squeeze(t[lang]) not in said] == []
    for reading in ("inferred", "extension"):
        word = words(f"provenance.{reading}", lang)
        edges = sum(e.provenance == reading for e in chart.edges)
        keys = 1 if view == "svg" and edges else 0
        assert said.count(word) == edges + keys, reading


@pytest.mark.parametrize("lang", LANGS)
def test_each_edge_is_told_with_where_it_leads(lang: Lang, nested: Chart) -> None:
    said = text(nested, lang)
    for e in nested.edges:
        label = nested.questions[e.question].answers[e.answer].label[lang]
        line = next(line for line in said.splitlines() if line.strip().startswith(f"- {label}:"))
        target = nested.dispositions.get(e.to)
        number = nested.questions[e.to].number if target is None else None
        if target:
            assert target.label[lang] in line
        elif number:
            assert words("question_n", lang, number=number) in line
        if e.box:
            assert nested.boxes[e.box].text[lang] in line
        assert (words("provenance.inferred", lang) in line) == (e.provenance == "inferred")
        assert (words("provenance.extension", lang) in line) == (e.provenance == "extension")


def test_every_follow_up_is_shown_once_beside_the_question_that_leads_straight_to_it() -> None:
    for chart in charts.all_charts():
        shown = [q.id for row in lay_out(chart).rows for way in row.exits for q in way.follow_ups]
        assert sorted(shown) == sorted(q.id for q in chart.questions.values() if q.number is None)
    homes = lay_out(REAL).homes
    assert {q: home.number for q, home in homes.items()} == {
        "consolidation": 2,
        "conversion": 3,
        "recipient": 4,
        "form": 5,
        "contracting": 6,
    }


def test_the_spine_holds_the_numbered_questions_and_an_unnumbered_start(nested: Chart) -> None:
    rows = lay_out(nested).rows
    assert [row.question.id for row in rows] == ["first", "q1", "q2"]
    assert [row.down.answer if row.down else None for row in rows] == ["go", "yes", None]
    assert [[w.edge.answer for w in row.exits] for row in rows] == [["leap", "stop"], ["no"], ["yes", "no"]]
    assert [[q.id for q in w.follow_ups] for w in rows[1].exits] == [["ask", "deep"]]


@pytest.mark.parametrize("lang", LANGS)
def test_every_svg_is_well_formed_and_everything_stays_on_the_sheet(lang: Lang, chart: Chart) -> None:
    for run in runs(chart):
        root = drawing(svg(chart, lang, *run))
        assert root.get("role") == "img"
        assert (root.findtext(f"{SVG}title") or "").strip()
        assert (root.findtext(f"{SVG}desc") or "").strip()
        wide, high = float(root.get("width", 0)), float(root.get("height", 0))
        for t in root.iter(f"{SVG}text"):
            x, y, size = (float(t.get(k, 0)) for k in ("x", "y", "font-size"))
            room = width(t.text or "", size, bold=t.get("font-weight") is not None)
            left = x - room / 2 if t.get("text-anchor") else x
            assert left >= 0, t.text
            assert left + room <= wide, t.text
            assert 0 < y < high


LONG = {
    "th": "องค์กรอาสาสมัครดำเนินการโดยได้รับเงินอุดหนุนจากรัฐบาลในต่างประเทศเป็นรายปี",
    "en": "A voluntary body delivers it in other countries with a yearly grant of the government",
}


@pytest.fixture
def wordy(tmp_path: Path) -> Chart:
    """Answers in whole phrases."""
    q = question(answers=("on", "off", "over"), start=True, name="q1")
    q["text"] = LONG
    for answer in q["answers"].values():
        answer["label"] = LONG
    return build(
        tmp_path,
        {"q1": q, "q2": question(2)},
        [
            edge("q1", "on", "q2", "inferred"),
            edge("q1", "off", "keep", "extension"),
            edge("q1", "over", "drop"),
            edge("q2", "yes", "keep"),
            edge("q2", "no", "drop"),
        ],
        ("keep", "drop"),
    )


@pytest.mark.parametrize("lang", LANGS)
def test_long_labels_and_long_thai_stay_readable_and_apart(lang: Lang, wordy: Chart) -> None:
    for path in ((), (("q1", "on"),), (("q1", "off"),), (("q1", "over"),)):
        root = drawing(svg(wordy, lang, path))
        assert min(float(t.get("font-size", 0)) for t in root.iter(f"{SVG}text")) > 9
        lines = [(float(t.get("x", 0)), float(t.get("y", 0))) for t in root.iter(f"{SVG}text") if t.get("text-anchor")]
        close = [(a, b) for a, b in pairwise(sorted(lines, key=lambda at: at[1])) if 0 < b[1] - a[1] < 10]
        assert [(a, b) for a, b in close if abs(a[0] - b[0]) < 60] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_letters_of_every_bundled_chart_are_readable(lang: Lang, bundled: Chart) -> None:
    for page in svg_pages(bundled, lang):
        root = drawing(page)
        assert min(float(t.get("font-size", 0)) for t in root.iter(f"{SVG}text")) > 9
        assert float(root.get("height", 0)) / float(root.get("width", 1)) < 257 / 170


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_gives_long_labels_a_wider_column(lang: Lang, wordy: Chart) -> None:
    assert "--chart-reach: 11em" in html(wordy, lang)
    assert "--chart-reach" not in html(REAL, lang)


def test_the_real_chart_has_the_proportions_of_a_page() -> None:
    for lang in LANGS:
        for run in runs(REAL):
            root = drawing(svg(REAL, lang, *run))
            assert float(root.get("height", 0)) / float(root.get("width", 1)) < 257 / 170, (lang, run)


@pytest.mark.parametrize("lang", LANGS)
def test_a_tall_chart_is_cut_between_questions_into_pages_that_together_say_all_of_it(
    lang: Lang, tmp_path: Path
) -> None:
    numbers = range(1, 31)
    tall = build(
        tmp_path,
        {f"q{n}": question(n, start=n == 1) for n in numbers},
        [edge(f"q{n}", "yes", f"q{n + 1}" if n < 30 else "keep") for n in numbers]
        + [edge(f"q{n}", "no", "drop") for n in numbers],
        ("keep", "drop"),
    )
    pages = svg_pages(tall, lang)
    assert len(pages) > 1
    assert [line for page in pages for line in drawn(page)] == drawn(svg(tall, lang))
    for page in pages:
        root = drawing(page)
        assert float(root.get("height", 0)) / float(root.get("width", 1)) < 257 / 170
    assert svg_pages(REAL, lang) == [svg(REAL, lang)]


@pytest.mark.parametrize("lang", LANGS)
def test_no_line_of_a_picture_is_wider_than_its_box(lang: Lang, bundled: Chart) -> None:
    root = drawing(svg(bundled, lang))
    boxes = [tuple(float(r.get(k, 0)) for k in ("x", "y", "width", "height")) for r in root.iter(f"{SVG}rect")][1:]
    inside = 0
    for t in root.iter(f"{SVG}text"):
        x, y, size = (float(t.get(k, 0)) for k in ("x", "y", "font-size"))
        around = [b for b in boxes if b[0] <= x <= b[0] + b[2] and b[1] <= y <= b[1] + b[3]]
        if around and not t.get("text-anchor"):
            inside += 1
            right = min(b[0] + b[2] for b in around)
            assert x + width(t.text or "", size, bold=t.get("font-weight") is not None) <= right, t.text
    assert inside > 30


@pytest.mark.parametrize("lang", LANGS)
def test_hand_cut_lines_are_kept_and_no_text_begins_with_a_combining_mark(lang: Lang, bundled: Chart) -> None:
    markup = svg(bundled, lang)
    lines = drawn(markup)
    for q in bundled.main:
        assert q.lines
        assert [line for line in q.lines[lang] if line not in lines] == []
    assert [t for t in lines if unicodedata.category(t[0]) == "Mn" or t[0] in "ะาำๅๆฯ"] == []
    assert not list(drawing(markup).iter(f"{SVG}tspan"))


def test_sara_am_is_drawn_as_two_signs_with_the_tone_last_above() -> None:
    """Typst and resvg draw only half of the single sign."""
    assert "ำ" not in "".join(t.text or "" for t in drawing(svg(REAL, "th")).iter(f"{SVG}text"))
    sheet = Sheet()
    sheet.text(0, 0, "น้ำ จำ")
    assert "น\u0e4d\u0e49\u0e32 จ\u0e4d\u0e32" in sheet.marks[0]


def lit_wires(markup: str) -> int:
    return sum(p.get("stroke-width") == "4" for p in drawing(markup).iter(f"{SVG}path"))


@pytest.mark.parametrize("lang", LANGS)
def test_each_step_taken_is_a_thick_line_with_a_tick(lang: Lang, chart: Chart) -> None:
    for path, current, disposition in runs(chart):
        markup = svg(chart, lang, path, current, disposition)
        in_key = 1 if path else 0
        assert lit_wires(markup) == len(path) + in_key, path
        decided = 1 if path and disposition else 0
        ticks = [p for p in drawing(markup).iter(f"{SVG}path") if p.get("class") == "tick"]
        assert len(ticks) == len(path) + decided, path
        page = parsed(html(chart, lang, path, current, disposition))
        assert sum("chosen" in t or "เลือก" in t for t in page.texts if t.strip().startswith("(")) == len(path)


@pytest.mark.parametrize("lang", LANGS)
def test_the_current_question_and_the_decision_are_named_once_in_their_place(lang: Lang, chart: Chart) -> None:
    for path, current, disposition in runs(chart):
        page = parsed(html(chart, lang, path, current, disposition))
        marked = [attrs for _, attrs in page.tags if attrs.get("aria-current") == "step"]
        assert [m["title"] for m in marked] == ([chart.questions[current].text[lang]] if current else [])
        if disposition and path:
            words_of = words("decision", lang, target=chart.dispositions[disposition].label[lang])
            assert "".join(page.texts).count(words_of) == 1
            picture = of_svg(svg(chart, lang, path, current, disposition))
            assert picture.count(squeeze(words_of)) == 2, "once in the heading, once where the path ends"
            assert words_of in text(chart, lang, path, current, disposition)


def test_a_line_is_dashed_when_inferred_and_dotted_when_added(nested: Chart) -> None:
    dashes = [p.get("stroke-dasharray") for p in drawing(svg(nested, "en")).iter(f"{SVG}path")]
    in_key = 1
    assert dashes.count("8 5") == sum(e.provenance == "inferred" for e in nested.edges) + in_key
    assert dashes.count("1 5") == sum(e.provenance == "extension" for e in nested.edges) + in_key
    classes = [attrs.get("class") or "" for _, attrs in parsed(html(nested, "en")).tags]
    assert sum(bool(re.match(r"(way|down|option) extension", c)) for c in classes) == 2


def test_texts_are_escaped(one: Chart) -> None:
    raw = one.questions["q1"].text.en
    assert squeeze(raw) in of_svg(svg(one, "en"))
    markup = html(one, "en")
    assert "<a>" not in markup
    assert squeeze(raw) in of_html(markup)
    assert parsed(markup).tags[0][0] == "div"
    assert raw in text(one, "en")


def test_only_clickable_questions_are_buttons_and_their_name_says_number_question_and_answer() -> None:
    path = (("necessary", "yes"), ("duplicated", "yes"), ("consolidation", "merge"))
    assert "<button" not in html(REAL, "en", path, None, "merge")
    page = html(REAL, "en", path, None, "merge", clickable={"duplicated", "consolidation"})
    buttons = [attrs for tag, attrs in parsed(page).tags if tag == "button"]
    assert [(b["type"], b["data-question"]) for b in buttons] == [("button", "duplicated"), ("button", "consolidation")]
    markup = re.findall(r"<button.*?</button>", page)
    name = re.sub(r"<[^>]+>", "", re.sub(r'<span[^>]*aria-hidden="true">.*?</span>', "", markup[0]))
    assert name.split() == ["Question", "2", "Already", "done", "by", "another", "agency", "Answer:", "Yes"]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_have_enough_contrast_in_light_and_dark() -> None:
    themes = [dict(re.findall(r"--chart-([\w-]+): (#\w{6})", part)) for part in CSS.split("prefers-color-scheme: dark")]
    assert len(themes) == 2
    for theme in themes:
        light = {name: luminance(colour) for name, colour in theme.items()}
        for front, back, least in (
            ("ink", "paper", 4.5),
            ("ink", "tint", 4.5),
            ("quiet", "paper", 4.5),
            ("quiet", "tint", 4.5),
            ("on-lit", "lit", 4.5),
            ("on-decided", "decided", 4.5),
            ("wire", "paper", 3.0),
            ("lit", "tint", 3.0),
            ("decided", "tint", 3.0),
        ):
            high, low = sorted((light[front], light[back]), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= least, (front, back)
