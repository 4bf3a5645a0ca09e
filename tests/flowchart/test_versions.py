"""Versions of a chart: what differs between two, and which is in force."""

import re
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from flowchart import charts
from flowchart.chart import PALETTE, Chart
from flowchart.checks import ChartError
from flowchart.difference import differences
from flowchart.difference_localizer import DifferenceLocalizer
from flowchart.localizer import words
from tests.charts import ODD, SMALL, changed, chart_from
from text.words import LANGS, Lang


def told(folder: Path, *changes: tuple[str, str]) -> dict[str, set[str]]:
    """The places that differ, by weight."""
    old = chart_from(folder, SMALL)
    new = chart_from(folder, changed(SMALL, *changes))
    found: dict[str, set[str]] = {}
    for difference in differences(old, new):
        found.setdefault(difference.weight, set()).add(".".join(difference.place))
    return found


def test_equal_charts_do_not_differ(tmp_path: Path) -> None:
    assert told(tmp_path) == {}


def test_an_edge_that_leads_elsewhere_decides(tmp_path: Path) -> None:
    edge = ("answer: no, to: keep, provenance: inferred", "answer: no, to: stop, provenance: inferred")
    assert told(tmp_path, edge) == {"decides": {"edges.ready=no.to"}}


def test_a_new_answer_and_its_edge_decide(tmp_path: Path) -> None:
    answer = ("      nothing: {label", "      half: {label: {th: ครึ่ง, en: Half}}\n      nothing: {label")
    edge = (
        "  - {question: extent, answer: nothing",
        "  - {question: extent, answer: half, to: keep, provenance: extension}\n  - {question: extent, answer: nothing",
    )
    assert told(tmp_path, answer, edge) == {"decides": {"questions.extent.answers.half", "edges.extent=half"}}


def test_a_text_is_only_words_and_what_a_disposition_entails_is_not(tmp_path: Path) -> None:
    text, flag = (
        ("en: Stop doing it", "en: Do it no more"),
        ("    label: {th: ทำต่อ, en: Keep}", "    plans: true\n    label: {th: ทำต่อ, en: Keep}"),
    )
    assert told(tmp_path, text, flag) == {
        "words": {"dispositions.stop.meaning.en"},
        "means": {"dispositions.keep.plans"},
    }


def in_words(old: Chart, new: Chart, lang: Lang) -> list[tuple[str, str | None, str | None]]:
    loc = DifferenceLocalizer(old, new, lang)
    return [(loc.place(each), loc.before(each), loc.after(each)) for each in differences(old, new)]


@pytest.mark.parametrize(
    ("change", "th", "en"),
    [
        (
            ("answer: no, to: keep, provenance: inferred", "answer: no, to: stop, provenance: extension"),
            [
                ("เส้นทาง › ข้อ 2 มีผู้รับ › ไม่มี › นำไปสู่", "ทำต่อ", "หยุด"),
                ("เส้นทาง › ข้อ 2 มีผู้รับ › ไม่มี › ที่มาของการตีความ", "ตีความ", "ส่วนเพิ่มเติม"),
            ],
            [
                ("Edge › 2. Receiver ready › No › leads to", "Keep", "Stop"),
                ("Edge › 2. Receiver ready › No › provenance", "Inferred", "Added"),
            ],
        ),
        (
            ("caution: {th: เป็นตัวอย่าง, en: An example}", "plan: {th: แผนหนึ่ง, en: One plan}\nin_force: 2026-10-01"),
            [
                ("ข้อควรระวัง", "เป็นตัวอย่าง", None),
                ("เจ้าของแผน", None, "แผนหนึ่ง"),
                ("วันเริ่มใช้", None, "1\u00a0ตุลาคม\u00a02569"),
            ],
            [
                ("caution", "An example", None),
                ("whose plan it is", None, "One plan"),
                ("in force from", None, "1\u00a0October\u00a02026"),
            ],
        ),
        (
            ("sub_forms: [whole]", "sub_forms: [nothing]"),
            [("ผลการพิจารณา › มอบ › เครื่องมือทางกฎหมาย › รายการที่ 1 › ใช้กับรายละเอียด › รายการที่ 1", "ทั้งหมด", "ยังมอบไม่ได้")],
            [
                (
                    "Disposition › Hand over › instruments of law › item 1 › details that it is for › item 1",
                    "All of it",
                    "Nothing yet",
                )
            ],
        ),
        (
            ("    kind: evidence\n", "    kind: criterion\n"),
            [("หลักฐาน › ข้อ 1 ยังจำเป็น › E1.1 › ประเภท", "หลักฐาน", "เกณฑ์")],
            [("Evidence › 1. Still needed › E1.1 › kind", "evidence", "criterion")],
        ),
        (
            (
                "    meaning: {th: ทำเองต่อไป, en: Keep doing it}",
                "    meaning: {th: ทำต่อไป, en: Go on}\n    plans: true",
            ),
            [
                ("ผลการพิจารณา › ทำต่อ › ต้องมีแผนพัฒนา", "ไม่ใช่", "ใช่"),
                ("ผลการพิจารณา › ทำต่อ › ความหมาย › ภาษาไทย", "ทำเองต่อไป", "ทำต่อไป"),
                ("ผลการพิจารณา › ทำต่อ › ความหมาย › ภาษาอังกฤษ", "Keep doing it", "Go on"),
            ],
            [
                ("Disposition › Keep › needs a development plan", "no", "yes"),
                ("Disposition › Keep › meaning › in Thai", "ทำเองต่อไป", "ทำต่อไป"),
                ("Disposition › Keep › meaning › in English", "Keep doing it", "Go on"),
            ],
        ),
        (
            (
                'source: {cite: {th: สไลด์, en: The slide}, place: "S1:7", checked: seen}',
                "also_record: [{th: ปี, en: Year}]",
            ),
            [
                ("คำถาม › ข้อ 1 ยังจำเป็น › สิ่งที่ให้บันทึกด้วย › รายการที่ 1", None, "ปี"),
                ("คำถาม › ข้อ 1 ยังจำเป็น › แหล่งที่มา", "สไลด์", None),
            ],
            [
                ("Question › 1. Still needed › what to record too › item 1", None, "Year"),
                ("Question › 1. Still needed › source", "The slide", None),
            ],
        ),
    ],
)
def test_a_difference_is_told_in_the_words_of_the_charts(
    tmp_path: Path,
    change: tuple[str, str],
    th: list[tuple[str, str | None, str | None]],
    en: list[tuple[str, str | None, str | None]],
) -> None:
    old, new = chart_from(tmp_path, SMALL), chart_from(tmp_path, changed(SMALL, change))
    assert sorted(map(repr, in_words(old, new, "th"))) == sorted(map(repr, th))
    assert sorted(map(repr, in_words(old, new, "en"))) == sorted(map(repr, en))


@pytest.mark.parametrize("lang", LANGS)
def test_no_difference_between_any_two_charts_is_told_by_an_id(tmp_path: Path, lang: Lang) -> None:
    """Each way round; only what a file is to be found by, and the words that files may use, are said as they stand."""
    known = [*charts.all_charts(), chart_from(tmp_path, SMALL), chart_from(tmp_path, ODD)]
    verbatim = {"aliases", "words", "file"}
    for old, new in permutations(known, 2):
        ids = {name for chart in (old, new) for name in (*chart.questions, *chart.dispositions) if "_" in name}
        loc = DifferenceLocalizer(old, new, lang)
        for each in differences(old, new):
            told = " ".join(filter(None, (loc.place(each), loc.before(each), loc.after(each))))
            assert verbatim & set(each.place) or not ids & set(re.findall(r"\w+", told)), each


@pytest.mark.parametrize("lang", LANGS)
def test_every_part_that_a_chart_may_have_has_a_name_in_words(lang: Lang) -> None:
    """What the form of a chart's file allows, whether a chart at hand has it or not."""
    schema = Chart.model_json_schema()
    parts = set(schema["properties"])
    for form in schema["$defs"].values():
        parts |= set(form.get("properties", {}))
        for part, values in form.get("properties", {}).items():
            chosen = [
                *values.get("enum", ()),
                *(each for way in values.get("anyOf", ()) for each in way.get("enum", ())),
            ]
            for value in chosen:
                assert words(f"{part}.{value}", lang)
    known_by = {"id", "version", "question", "answer"}
    assert len(parts) > 40
    for part in parts - known_by:
        assert words(f"part.in_{part}" if part in LANGS else f"part.{part}", lang)
    for colour in PALETTE:
        assert words(f"colour.{colour}", lang)


def test_what_decides_is_what_the_hash_covers(tmp_path: Path) -> None:
    """Each change that gives another hash is told as one that decides, and no other is."""
    old = chart_from(tmp_path, SMALL)
    for change in (
        ("answer: no, to: keep, provenance: inferred", "answer: no, to: stop, provenance: inferred"),
        ("default_disposition: hand_over", "default_disposition: keep"),
        ("th: ยังจำเป็น, en: Still needed", "th: จำเป็น, en: Needed"),
        ("number: 2", "number: 3"),
        ("provenance: inferred", "provenance: extension"),
    ):
        new = chart_from(tmp_path, changed(SMALL, change))
        assert (new.hash != old.hash) == any(found.weight == "decides" for found in differences(old, new)), change


def test_a_day_in_force_does_not_change_the_hash(tmp_path: Path) -> None:
    dated = chart_from(tmp_path, changed(SMALL, ("caution:", "in_force: 2026-10-01\ncaution:")))
    assert dated.in_force == date(2026, 10, 1)
    assert dated.hash == chart_from(tmp_path, SMALL).hash
    assert charts.named("blueprint@1.0.0").hash.startswith("2ea9809e")
    with pytest.raises(ChartError):
        chart_from(tmp_path, changed(SMALL, ("caution:", "in_force: next year\ncaution:")))


def test_the_version_in_force_is_the_last_that_began(tmp_path: Path) -> None:
    start = SMALL[: SMALL.index("title:")]
    loaded: dict[str, Chart] = {}
    for version, day in (("1.0.0", ""), ("2.0.0", "in_force: 2026-10-01\n"), ("1.1.0", "in_force: 2027-01-01\n")):
        path = tmp_path / f"{version}.yaml"
        path.write_text(f"id: dated\nversion: {version}\n{day}{SMALL[len(start) :]}", encoding="utf-8")
        loaded[version] = charts.load(path)
    assert charts.in_force("dated", date(2026, 9, 30)) is loaded["1.0.0"]
    assert charts.in_force("dated", date(2026, 10, 1)) is loaded["2.0.0"]
    assert charts.in_force("dated", date(2030, 1, 1)) is loaded["1.1.0"]
    with pytest.raises(charts.UnknownChartError):
        charts.in_force("undated", date(2030, 1, 1))
