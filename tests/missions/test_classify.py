from pathlib import Path

from flowchart import charts
from flowchart.chart import Chart
from missions.bulk.classify import OUTPUT_COLUMNS, Classified, classify_sheet
from missions.files.columns import match_columns
from missions.files.output import write_csv
from missions.files.read import read_sheet
from tests.charts import ODD, chart_from


def classified(text: str, chart: Chart | None = None) -> Classified:
    chart = chart or charts.default()
    sheet = read_sheet(text.encode(), chart)
    return classify_sheet(chart, sheet, match_columns(chart, sheet.header), "en")


def test_every_row_comes_out_in_order_with_its_cells_unchanged() -> None:
    lines = [f"{n},{'no' if n % 2 else 'yes'}, ข้อความ {n} " for n in range(45_000)]
    result = classified("id,q1,note\n" + "\n".join(lines) + "\n")
    assert result.missions["id"].tolist() == [str(n) for n in range(45_000)]
    assert result.missions["note"].tolist() == [f" ข้อความ {n} " for n in range(45_000)]
    assert result.results["status"].tolist() == ["incomplete", "decided"] * 22_500
    assert result.decided == 22_500


def test_progress_tells_every_step() -> None:
    chart = charts.default()
    sheet = read_sheet(("q1\n" + "no\n" * 50_000).encode(), chart)
    told: list[tuple[int, int]] = []
    classify_sheet(chart, sheet, match_columns(chart, sheet.header), "th", lambda done, all_: told.append((done, all_)))
    assert told == [(20_000, 50_000), (40_000, 50_000), (50_000, 50_000)]


def test_problems_stand_with_their_row() -> None:
    result = classified("title\nid,q1,q2\n1,no,\n2,maybe,\n3,yes,x\n")
    assert [bool(text) for text in result.results["problems"]] == [False, True, True]
    assert [problem.row for problem in result.problems] == [4, 5]


def test_our_own_output_is_classified_anew() -> None:
    first = classified("id,q1\n1,no\n2,yes\n")
    again = classified(write_csv(first.table).decode("utf-8-sig"))
    assert again.table.equals(first.table)


def test_a_column_of_ours_that_is_the_users_is_kept() -> None:
    table = classified("status,status_2,q1\na,b,no\n").table
    assert list(table.columns[:3]) == ["status", "status_2", "q1"]
    assert list(table.columns[3:]) == ["status_3", *OUTPUT_COLUMNS[1:]]


def test_repeated_headings_are_kept_apart() -> None:
    table = classified("note,note,q1\na,b,no\n").table
    assert table.iloc[0, :3].tolist() == ["a", "b", "no"]


def test_questions_with_the_names_of_result_columns_are_read_and_our_own_output_is_too(tmp_path: Path) -> None:
    chart = chart_from(tmp_path, ODD)
    for text, renamed in (
        ("code,path,name,status\nA,by name,another,decided\nB,โดยสถานะ,,incomplete\n", ["status_2", "path_2"]),
        ("code,path,name\nA,by name,old one\nB,โดยชื่อ,new\n", ["status", "path_2"]),
    ):
        first = classified(text, chart)
        assert first.decided == 2
        assert first.problems == first.warnings == []
        assert [name for name in first.table.columns[-11:] if name.startswith(("status", "path"))] == renamed
        again = classified(write_csv(first.table).decode("utf-8-sig"), chart)
        assert again.problems == []
        assert again.table.equals(first.table)


def test_a_start_without_a_number_is_no_follow_up_that_contradicts(tmp_path: Path) -> None:
    found = classified("code,path,name\nA,by status,old\n", chart_from(tmp_path, ODD))
    assert [(warning.code, warning.column) for warning in found.warnings] == [("contradictory_follow_up", "name")]
