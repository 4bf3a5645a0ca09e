"""Every way a chart can be unsound: its code, line, node and a sentence in both languages."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from flowchart import checks as chart_module
from flowchart.checks import ChartError, Defect, load_chart
from tests.charts import SMALL, changed, chart_from, line_of
from text.words import LANGS

THAI = re.compile(r"[\u0E00-\u0E7F]")

TO_STOP = "answer: no, to: stop"
TO_EXTENT = "to: extent, box: giving"
TO_HAND_OVER = "to: hand_over, provenance"
LAST_EDGE = "  - {question: extent, answer: nothing, to: keep, provenance: extension, note: {th: ส่วนเพิ่ม, en: Added}}\n"
STOP_AGAIN = """\
  stop: # again
    label: {th: เลิก, en: Stop}
    meaning: {th: เลิก, en: Stop}
    instruments: []
    tasks: []
"""


class Bad(NamedTuple):
    """A change to the small chart, and the one defect it must be refused with."""

    name: str
    code: str
    node: str
    at: str
    """Text of the changed file that starts on the defect's line."""
    changes: tuple[tuple[str, str], ...]


def bad(name: str, code: str, node: str, at: str, *changes: tuple[str, str]) -> Bad:
    return Bad(name, code, node, at, changes)


OF_THE_REGISTRY = {"version_taken", "unreadable", "too_many", "more"}
"""Tested with the registry, and at the end."""
OF_A_PROFILE = {"long_row", "unknown_name"}
"""Tested with the report profiles."""

BAD = [
    bad(
        "edge to nowhere",
        "unknown_target",
        "needed=no",
        "  - {question: needed, answer: no, to: halt",
        (TO_STOP, "answer: no, to: halt"),
    ),
    bad(
        "edge through no box",
        "unknown_target",
        "ready=yes",
        "  - {question: ready, answer: yes, to: extent, box: taking",
        ("box: giving", "box: taking"),
    ),
    bad(
        "nothing stands",
        "unknown_target",
        "extent",
        "    default_disposition: sell",
        ("default_disposition: hand_over", "default_disposition: sell"),
    ),
    bad(
        "evidence for no question",
        "unknown_target",
        "evidence",
        "  nedeed:",
        ("evidence:\n  needed:", "evidence:\n  nedeed:"),
    ),
    bad(
        "disposition not reached", "unreachable", "hand_over", "  hand_over:\n", (TO_HAND_OVER, "to: keep, provenance")
    ),
    bad("question not reached", "unreachable", "extent", "  extent:\n", (TO_EXTENT, "to: hand_over, box: giving")),
    bad("box not passed", "unreachable", "giving", "  giving:", (TO_EXTENT, "to: extent")),
    bad("circle", "cycle", "ready", "  ready:\n", ("nothing, to: keep", "nothing, to: ready")),
    bad("circle of one", "cycle", "extent", "  extent:\n", ("nothing, to: keep", "nothing, to: extent")),
    bad("answer without an edge", "missing_answer", "extent", "  extent:\n", (LAST_EDGE, "")),
    bad(
        "language not given",
        "missing_translation",
        "dispositions.stop.label.en",
        "    label: {th: หยุด}",
        ("{th: หยุด, en: Stop}", "{th: หยุด}"),
    ),
    bad(
        "language left empty",
        "missing_translation",
        "dispositions.stop.label.th",
        "    label: {th: ' '",
        ("{th: หยุด, en: Stop}", "{th: ' ', en: Stop}"),
    ),
    bad(
        "lines in one language",
        "missing_translation",
        "questions.needed.lines.en",
        "    lines:\n",
        ('      en: [Is it, "still needed?"]\n', ""),
    ),
    bad(
        "key given twice", "duplicate_id", "stop", "  stop: # again", ("  hand_over:\n", f"{STOP_AGAIN}  hand_over:\n")
    ),
    bad(
        "question and disposition of one name",
        "duplicate_id",
        "ready",
        "  ready: # too",
        ("  stop:\n", "  ready: # too\n"),
        (TO_STOP, "answer: no, to: ready"),
    ),
    bad(
        "box and question of one name",
        "duplicate_id",
        "needed",
        "  needed: {text",
        ("  giving:", "  needed:"),
        ("box: giving", "box: needed"),
    ),
    bad(
        "alias of two questions", "duplicate_alias", "ready", "    aliases: [q1]\n    text: {th: มีผู้รับ", ("[q2]", "[q1]")
    ),
    bad("alias that is a question", "duplicate_alias", "ready", "    aliases: [q2, extent]", ("[q2]", "[q2, extent]")),
    bad(
        "number of two questions",
        "duplicate_number",
        "ready",
        "    number: 1 # again",
        ("number: 2", "number: 1 # again"),
    ),
    bad(
        "two edges for an answer",
        "duplicate_edge",
        "extent=nothing",
        "  - {question: extent, answer: nothing, to: stop",
        (LAST_EDGE, LAST_EDGE + LAST_EDGE.replace("keep", "stop")),
    ),
    bad(
        "edge for no answer",
        "unknown_answer",
        "extent=half",
        "  - {question: extent, answer: half",
        (LAST_EDGE, LAST_EDGE + LAST_EDGE.replace("nothing", "half")),
    ),
    bad(
        "edge from no question",
        "unknown_answer",
        "extend=nothing",
        "  - {question: extend",
        (LAST_EDGE, LAST_EDGE + LAST_EDGE.replace("extent", "extend")),
    ),
    bad(
        "two starts",
        "two_starts",
        "ready",
        "    start: true # too",
        ("    number: 2\n", "    number: 2\n    start: true # too\n"),
    ),
    bad("no start", "no_start", "questions", "questions:\n", ("    start: true\n", "")),
    bad(
        "lines with another word",
        "lines_differ",
        "needed",
        '      en: [Is it, "really',
        ('[Is it, "still needed?"]', '[Is it, "really needed?"]'),
    ),
    bad("lines with a word less", "lines_differ", "needed", "      th: [ยังจำเป็น]", ("[ยังจำเป็น, หรือไม่]", "[ยังจำเป็น]")),
    bad(
        "a field charts do not have",
        "malformed",
        "questions.extent.colour",
        "    colour: red",
        ("    default_disposition:", "    colour: red\n    default_disposition:"),
    ),
    bad("a word for a number", "malformed", "questions.ready.number", "    number: two", ("number: 2", "number: two")),
    bad(
        "a text for two texts",
        "malformed",
        "title",
        "title: Small chart",
        ("title: {th: ผังเล็ก, en: Small chart}", "title: Small chart"),
    ),
    bad(
        "a text for a list", "malformed", "questions.ready.aliases", "    aliases: q2", ("aliases: [q2]", "aliases: q2")
    ),
    bad("an id with a capital", "malformed", "id", "id: Small", ("id: small", "id: Small")),
    bad("a version of two parts", "malformed", "version", "version: 1.0\n", ("version: 1.0.0", "version: 1.0")),
    bad(
        "an unknown reading",
        "malformed",
        "edges.3.provenance",
        "  - {question: ready, answer: no",
        ("provenance: inferred", "provenance: guessed"),
    ),
    bad(
        "a colour that the palette has not",
        "unknown_colour",
        "stop",
        "    colour: mauve",
        (
            "    meaning: {th: เลิกทำ, en: Stop doing it}\n",
            "    meaning: {th: เลิกทำ, en: Stop doing it}\n    colour: mauve\n",
        ),
    ),
    bad(
        "a duty of a sub-form that is not there",
        "unknown_sub_form",
        "hand_over",
        "      - {text: {th: บันทึกข้อตกลง",
        ("sub_forms: [whole]", "sub_forms: [half]"),
    ),
    bad(
        "a source in no document",
        "unknown_target",
        "needed",
        '    source: {cite: {th: สไลด์, en: The slide}, place: "S2:7"',
        ('place: "S1:7"', 'place: "S2:7"'),
    ),
    bad(
        "a source seen nowhere",
        "seen_without_place",
        "needed",
        "    source: {cite: {th: สไลด์, en: The slide}, checked: seen",
        (', place: "S1:7"', ""),
    ),
    bad(
        "evidence for no answer",
        "unknown_answer",
        "needed=perhaps",
        "    - id: E1.1",
        ("supports: [yes]", "supports: [perhaps]"),
    ),
]


def defects_of(folder: Path, text: str) -> tuple[Defect, ...]:
    with pytest.raises(ChartError) as refused:
        chart_from(folder, text)
    return refused.value.defects


def assert_told_in_both_languages(defect: Defect) -> None:
    for lang in LANGS:
        sentence = defect.sentence(lang)
        assert f"{defect.file} " in sentence
        assert f" {defect.line} " in sentence
        assert bool(THAI.search(sentence.replace(defect.detail, ""))) == (lang == "th")


@pytest.mark.parametrize("case", BAD, ids=lambda case: f"{case.code}: {case.name}")
def test_an_unsound_chart_is_refused_at_the_line(tmp_path: Path, case: Bad) -> None:
    text = changed(SMALL, *case.changes)
    defects = defects_of(tmp_path, text)
    found = [(d.code, d.file, d.line, d.node) for d in defects]
    assert found == [(case.code, "chart.yaml", line_of(text, case.at), case.node)]
    assert_told_in_both_languages(defects[0])


def test_every_defect_the_words_know_is_tested() -> None:
    path = Path(chart_module.__file__).with_name("words.yaml")
    known = yaml.safe_load(path.read_text(encoding="utf-8"))["defect"]
    assert {case.code for case in BAD} | OF_THE_REGISTRY | OF_A_PROFILE == set(known)


def test_more_than_can_be_handled_is_refused(tmp_path: Path) -> None:
    many = "".join(f"  more_{n}:\n    label: {{th: ก, en: A}}\n    meaning: {{th: ก, en: A}}\n" for n in range(60))
    defects = defects_of(tmp_path, changed(SMALL, ("  keep:\n", f"{many}  keep:\n")))
    assert [(d.code, d.node, d.detail) for d in defects] == [("too_many", "dispositions", "63 > 60")]
    assert_told_in_both_languages(defects[0])


@pytest.mark.parametrize(
    "fault",
    ["".join(f"unknown_{n}: x\n" for n in range(20_000)), f"{'x' * 1_000_000}: y\n", f"version: {'9' * 1_000_000}\n"],
    ids=["20,000 parts", "a long name", "a long number"],
)
def test_what_is_said_of_a_chart_stays_short_whatever_the_file_holds(tmp_path: Path, fault: str) -> None:
    with pytest.raises(ChartError) as refused:
        chart_from(tmp_path, SMALL.replace("version: 1.0.0\n", "") + fault)
    assert len(str(refused.value)) < 200_000
    last = refused.value.defects[-1]
    assert_told_in_both_languages(last)
    if "unknown_1:" in fault:
        assert (len(refused.value.defects), last.code, last.detail) == (201, "more", "19,801")


@pytest.mark.parametrize(
    ("text", "line"),
    [("id: small\nversion: [1.0.0\ntitle: x\n", 3), ("a: 1\n\tb: 2\n", 2), ("id: \0\n", 1), ("a: 1\n---\nb: 2\n", 2)],
    ids=["open bracket", "tab", "NUL", "two documents"],
)
def test_what_is_not_yaml_is_malformed_at_its_line(tmp_path: Path, text: str, line: int) -> None:
    [defect] = defects_of(tmp_path, text)
    assert (defect.code, defect.file, defect.line, defect.node) == ("malformed", "chart.yaml", line, "-")
    assert_told_in_both_languages(defect)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "just words\n", "- a\n- list\n"])
def test_a_file_without_a_chart_is_malformed_at_its_first_line(tmp_path: Path, text: str) -> None:
    [defect] = defects_of(tmp_path, text)
    assert (defect.code, defect.file, defect.line) == ("malformed", "chart.yaml", 1)
    assert_told_in_both_languages(defect)


def test_a_file_in_another_encoding_is_malformed(tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    path.write_bytes(SMALL.encode("cp874"))
    with pytest.raises(ChartError) as refused:
        load_chart(path)
    assert [(d.code, d.file, d.line) for d in refused.value.defects] == [("malformed", "old.yaml", 1)]


@pytest.mark.parametrize("text", ["a: &all\n  b: *all\n", "[" * 5000 + "]" * 5000], ids=["in itself", "too deep"])
def test_a_file_without_end_is_malformed(tmp_path: Path, text: str) -> None:
    [defect] = defects_of(tmp_path, text)
    assert (defect.code, defect.line) == ("malformed", 1)
    assert_told_in_both_languages(defect)


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_chart(tmp_path / "none.yaml")


TOP_LEVEL = ("id", "version", "title", "questions", "edges", "dispositions")


@pytest.mark.parametrize("key", TOP_LEVEL)
def test_each_part_of_a_chart_is_required(tmp_path: Path, key: str) -> None:
    start = line_of(SMALL, f"\n{key}:") if key != TOP_LEVEL[0] else 0
    lines = SMALL.splitlines(keepends=True)
    end = next((n for n in range(start + 1, len(lines)) if lines[n][0] not in " -"), len(lines))
    defects = defects_of(tmp_path, "".join(lines[:start] + lines[end:]))
    assert [(d.code, d.line, d.node) for d in defects] == [("malformed", 1, key)]


def test_every_defect_is_reported_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = changed(
        SMALL,
        ("number: 2", "number: 1 # again"),
        ("[q2]", "[q1]"),
        ("default_disposition: hand_over", "default_disposition: sell"),
        (TO_STOP, "answer: no, to: halt"),
        (LAST_EDGE, ""),
        ("evidence:\n", "evidence:\n  nothing: []\n"),
    )
    assert [(d.code, d.line) for d in defects_of(tmp_path, text)] == [
        ("duplicate_number", line_of(text, "    number: 1 # again")),
        ("duplicate_alias", line_of(text, "    aliases: [q1]\n    text: {th: มีผู้รับ")),
        ("missing_answer", line_of(text, "  extent:\n")),
        ("unknown_target", line_of(text, "    default_disposition: sell")),
        ("unknown_target", line_of(text, "  - {question: needed, answer: no")),
        ("unknown_target", line_of(text, "  nothing: []")),
    ]


def test_several_faults_of_form_are_reported_together(tmp_path: Path) -> None:
    text = changed(SMALL, ("number: 2", "number: two"), ("{th: หยุด, en: Stop}", "{en: Stop}"), ("id: small", "id: 1"))
    assert [d.code for d in defects_of(tmp_path, text)] == ["malformed", "malformed", "missing_translation"]


def test_the_error_says_every_defect_with_its_code(tmp_path: Path) -> None:
    with pytest.raises(ChartError) as refused:
        chart_from(
            tmp_path,
            changed(
                SMALL,
                ("default_disposition: hand_over", "default_disposition: sell"),
                (TO_STOP, "answer: no, to: halt"),
            ),
        )
    told = str(refused.value).splitlines()
    assert told == [f"unknown_target: {defect.sentence('en')}" for defect in refused.value.defects]
    assert [("sell" in line, "halt" in line) for line in told] == [(True, False), (False, True)]


@pytest.mark.parametrize(
    ("old", "new", "english"),
    [
        ("number: 1", "number: one", "a whole number"),
        ("number: 1", "number: 0", "more than 0"),
        ("version: 1.0.0\n", "", "this part is missing"),
        ("en: Keep doing it", "en: Keep, and mend", "quotation marks"),
        ("aliases: [q1]", "aliases: q1", "a list"),
        ("start: true", "start: maybe", "true or false"),
        ("en: Stop doing it", "en: Stop \x00", "cannot be read as YAML"),
    ],
)
def test_what_is_malformed_is_said_in_one_line_of_one_language(
    tmp_path: Path, old: str, new: str, english: str
) -> None:
    with pytest.raises(ChartError) as caught:
        chart_from(tmp_path, changed(SMALL, (old, new)))
    defect = caught.value.defects[0]
    assert english in defect.sentence("en")
    thai = defect.sentence("th")
    assert english not in thai
    assert not any(phrase in thai for phrase in ("Input", "should", "required"))
    assert len(thai.splitlines()) == len(defect.sentence("en").splitlines()) == 1
