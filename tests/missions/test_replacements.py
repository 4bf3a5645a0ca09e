"""Answer words that the user replaces: decided as meant, told on each row, the file itself left as it is."""

from flowchart import charts
from missions.bulk.classify import classify_sheet
from missions.files.columns import match_columns
from missions.files.read import read_sheet
from missions.files.replacements import Replacement, WordCount, WordCounts
from missions.files.rows import read_rows
from text.words import LANGS

CHART = charts.default()
FIRST = CHART.order[0]
YES, NO = CHART.questions[FIRST].answers
QUESTION = CHART.questions[FIRST].short.th
WORDS = ["ไช่", " ไช่\u200b ", "ใช่", "ไม่ไช่", "ก" * 200]
HEADER = f"ภารกิจ,{QUESTION}\n"
SHEET = read_sheet((HEADER + "".join(f"งาน,{word}\n" for word in WORDS)).encode(), CHART)
COLUMNS = match_columns(CHART, SHEET.header)


def test_words_are_grouped_however_they_are_spaced_and_texts_are_not_words() -> None:
    counts = WordCounts()
    for problem in classify_sheet(CHART, SHEET, COLUMNS, "th").problems:
        counts.add(problem)
    assert counts.strange() == (WordCount(FIRST, "ไช่", 2), WordCount(FIRST, "ไม่ไช่", 1))


def test_a_replaced_word_is_decided_as_the_answer_itself_and_only_the_corrected_table_differs() -> None:
    meant = read_sheet((HEADER + "".join(f"งาน,{word}\n" for word in ("ใช่", "ใช่", *WORDS[2:]))).encode(), CHART)
    for lang in LANGS:
        found = classify_sheet(CHART, SHEET, COLUMNS, lang, replacements=[Replacement(FIRST, "ไช่", YES)])
        same = classify_sheet(CHART, meant, COLUMNS, lang)
        assert found.results.drop(columns="problems").equals(same.results.drop(columns="problems"))
        assert found.problems == same.problems
        assert found.missions.iloc[:, 1].tolist() == WORDS
        label = CHART.questions[FIRST].answers[YES].label[lang]
        assert found.corrected is not None
        assert found.corrected.iloc[:, 1].tolist() == [label, label, *WORDS[2:]]
        assert [(problem.row, problem.code) for problem in found.warnings] == [
            (2, "corrected_answer"),
            (3, "corrected_answer"),
        ]
        assert [label in text for text in found.results["problems"]][:4] == [True, True, False, "ไม่" not in label]
        counts = WordCounts()
        for problem in found.warnings:
            counts.add(problem)
        assert counts.replaced(CHART, [Replacement(FIRST, "ไช่", YES)]) == (WordCount(FIRST, "ไช่", 2, YES),)


def test_a_word_that_is_an_answer_and_what_the_chart_does_not_have_are_not_replaced() -> None:
    plain = classify_sheet(CHART, SHEET, COLUMNS, "th")
    nonsense = [Replacement(FIRST, "ใช่", NO), Replacement(FIRST, "ไช่", "x" * 9), Replacement("x" * 9, "ไช่", YES)]
    found = classify_sheet(CHART, SHEET, COLUMNS, "th", replacements=nonsense)
    assert found.results.equals(plain.results)
    assert found.warnings == []


def test_rows_of_an_import_take_what_was_replaced_and_name_the_row() -> None:
    read = read_rows(CHART, SHEET, COLUMNS, [Replacement(FIRST, "ไช่", YES), Replacement("no such question", "x", "y")])
    assert [row.answers.get(FIRST) for row in read.rows] == [YES, YES, YES, None, None]
    assert [(problem.row, problem.code) for problem in read.problems] == [
        (2, "corrected_answer"),
        (3, "corrected_answer"),
        (5, "unknown_answer"),
        (6, "unknown_answer"),
    ]


def test_beyond_the_words_that_are_shown_the_others_are_counted() -> None:
    sheet = read_sheet((HEADER + "".join(f"งาน,คำแปลก{n}\n" for n in range(60))).encode(), CHART)
    counts = WordCounts()
    for problem in read_rows(CHART, sheet, COLUMNS).problems:
        counts.add(problem)
    assert (len(counts.strange()), counts.more) == (50, 10)
