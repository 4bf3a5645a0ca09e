"""A file classified piece by piece is the same, letter for letter, as one classified at once."""

import csv
import io
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flowchart.chart import Chart
from missions.bulk import blocks, row_warnings
from missions.bulk.classify import OUTPUT_COLUMNS, Classified, classify_sheet
from missions.bulk.repair import ROW
from missions.bulk.results import CsvFile
from missions.bulk.stream import Extra, Progress, StoppedError, classify_file
from missions.files import delimited
from missions.files.columns import match_columns
from missions.files.output import write_csv
from missions.files.problems import FileError, problems_frame
from missions.files.read import read_sheet
from missions.files.text import ROWS_AT_ONCE
from missions.files.xlsx import write_xlsx
from tests.missions.measured import run, told

HEADERS = [["id", "name", "necessary", "core", "conversion"], ["q1", "note", "note"], ["ที่", "ภารกิจ", "ข้อ 1", "ข้อ 3"]]
USUAL = ["ใช่", "ไม่ใช่", "yes", "no", "", "outsource", "M1", "งาน ก"]
ODD = [
    '"a,b"',
    '"a ""b"""',
    '"l1\nl2"',
    '"l1\r\nl2"',
    "'=1",
    "=1+1",
    "- งาน",
    "  ",
    "-5",
    "a;b",
    '"a;b"',
    '5" ท่อ',
    "\u00a0",
    "é",
    "😀",
    '"q"',
    '"""',
    "a\tb",
    "\x01",
    " ใช่",
    "ไช่",
    '"\n"',
    '""',
    "\ufffd",
]
FOOT = [["รวม"], ["", "Total", ""], [""], ["หมายเหตุ: ก", "", ""], ["M9", "งาน", "ใช่"]]
ENCODINGS = ["utf-8", "utf-8", "utf-8-sig", "utf-8-sig", "cp874", "cp874", "utf-16", "utf-16-le"]


def at_once(data: bytes, chart: Chart, *, for_excel: bool) -> tuple[bytes, bytes, Classified]:
    sheet = read_sheet(data, chart)
    columns = match_columns(chart, sheet.header)
    if not columns.questions:
        raise FileError("no_question", names="")
    classified = classify_sheet(chart, sheet, columns, "en")
    return write_csv(classified.table, for_excel=for_excel), write_csv(listed(classified)), classified


def listed(classified: Classified):  # type: ignore[no-untyped-def]
    last = [warning for warning in classified.warnings if warning.code == "duplicate_id"]
    rest = [warning for warning in classified.warnings if warning.code != "duplicate_id"]
    in_order = sorted([*classified.problems, *rest], key=lambda problem: problem.row or 0)
    return problems_frame([*in_order, *last], "en")


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Files of every kind: dialects, quoting, encodings, line ends, marks, warnings, a foot, damage."""
    header = draw(st.sampled_from(HEADERS))
    separator = draw(st.sampled_from(",,,;;\t|"))
    quoted = draw(st.sampled_from([True, False, False]))
    usual = [f'"{cell}"' for cell in USUAL] if quoted else USUAL
    cells = st.sampled_from(usual * draw(st.sampled_from([1, 8, 60])) + ODD)
    widths = st.sampled_from(
        [len(header)] * 30 + draw(st.sampled_from([[], [0], [0, len(header) - 1, len(header) + 1]]))
    )
    rows = draw(st.lists(widths.flatmap(lambda n: st.lists(cells, min_size=n, max_size=n)), min_size=1, max_size=70))
    rows += draw(st.lists(st.sampled_from(FOOT), max_size=40))
    end = draw(st.sampled_from(["\r\n", "\r\n", "\n", "\n", "\r"]))
    text = end.join(map(separator.join, [header, *rows])) + draw(st.sampled_from(["", end, '"open', end * 3]))
    data = bytearray(text.encode(draw(st.sampled_from(ENCODINGS)), "replace"))
    if draw(st.integers(0, 9)) == 0:
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data)


@settings(max_examples=200, deadline=None)
@given(files(), st.booleans())
@example(b"q1,\x8dote,note\r\n" + "ไม่,ใช่,ใช่\r\n".encode() * 3, True)
@example(("id,q1,name\r\n" + "1,ใช่,ก\r\n" * 60 + '2,ใช่,"a\r\nb"\r\n' + "3,x,ข\r\n" * 9).encode("utf-8-sig"), True)
@example(("id,q1,name\n" + "1,ใช่,ก\n" * 60 + "2,ใช่\n" + "3,ใช่,ข\n" * 40).encode(), True)
@example(("id,q1,name\r\n" + "1,ใช่,ก\r\n" * 60 + "\r\n,,\r\n" + '3,no,5" ข\r\n' * 40).encode(), False)
@example(("q1,note,note\r\nใช่,ใช่,ใช่\r\n" + "รวม\r\n" * 32 + 'หมายเหตุ: ก,,"open').encode(), True)
def test_piece_by_piece_is_the_same_as_at_once(
    chart: Chart, tmp_path_factory: pytest.TempPathFactory, data: bytes, for_excel: bool
) -> None:
    folder = tmp_path_factory.mktemp("stream")
    target, problems = folder / "out.csv", folder / "problems.csv"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", 700)
        if not for_excel:
            patch.setattr("missions.bulk.results.CsvFile", plain_csv_file)
        refused = None
        try:
            expected = at_once(data, chart, for_excel=for_excel)
        except FileError as error:
            refused = error.code
        if refused:
            with pytest.raises(FileError) as caught:
                classify_file(chart, io.BytesIO(data), str(target), "en")
            assert caught.value.code == refused
            assert not list(folder.iterdir())
            return
        tally = classify_file(chart, io.BytesIO(data), str(target), "en", extra=Extra(str(problems)))
        own, again = target.read_bytes(), folder / "again.csv"
        classify_file(chart, io.BytesIO(own), str(again), "en")
        assert again.read_bytes() == at_once(own, chart, for_excel=for_excel)[0], "our own output as input"
    assert own == expected[0]
    assert problems.read_bytes() == expected[1]
    classified = expected[2]
    assert (tally.missions, tally.decided) == (len(classified.results), classified.decided)
    assert (tally.problems, tally.warnings.total()) == (len(classified.problems), len(classified.warnings))
    assert tally.unused == (classified.results["unused"] != "").sum()


def plain_csv_file(*arguments, **options):  # type: ignore[no-untyped-def]
    return CsvFile(*arguments, **{**options, "for_excel": False})


class Told(Progress):
    """Keeps the rows from which the tolerant reader was needed."""

    def __init__(self) -> None:
        self.rows: list[int] = []

    def tolerant(self, row: int) -> None:
        self.rows.append(row)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
def test_a_sound_file_of_any_kind_is_read_in_blocks(
    chart: Chart, tmp_path: Path, separator: str, line_end: str, quoting: int, encoding: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(["id", "ภารกิจ", "q1"])
    for n in range(400):
        writer.writerows([[n, f"งาน, {n}", "ใช่"], [f"{n}b", f'งาน "ก";\nข|ค\t{n}', "-"], ["", "", ""]])
        text.write(line_end)
    told = Told()
    data = text.getvalue().encode(encoding)
    tally = classify_file(chart, io.BytesIO(data), str(tmp_path / "o.csv"), "th", progress=told)
    assert (tally.missions, tally.blank_rows) == (800, 800)
    assert told.rows == []


def test_a_doubtful_place_is_read_by_the_tolerant_reader(
    chart: Chart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 3000)
    told = Told()
    lines = [f"{n},งาน {n},ใช่" for n in range(400)]
    lines[200] = '200,งาน 5" 200,ใช่'
    data = "\r\n".join(["id,ภารกิจ,q1", *lines, ""]).encode()
    tally = classify_file(chart, io.BytesIO(data), str(tmp_path / "o.csv"), "th", progress=told)
    assert (tally.missions, tally.problems) == (400, 0)
    assert len(told.rows) == 1
    assert 100 < told.rows[0] <= 202


def test_row_numbers_hold_beyond_cells_of_several_lines_and_blank_rows(chart: Chart, tmp_path: Path) -> None:
    rows = ['1,ใช่,"สอง\r\nบรรทัด"', "", ",,", "2,อาจจะ,ก"] * 500
    problems = tmp_path / "p.csv"
    text = "title\r\nid,q1,name\r\n" + "\r\n".join(rows) + "\r\n"
    tally = classify_file(chart, io.BytesIO(text.encode()), str(tmp_path / "o.csv"), "th", extra=Extra(str(problems)))
    assert (tally.missions, tally.problems, tally.blank_rows) == (1000, 500, 1000)
    listed = [row for row in rows_of(problems) if row["severity"] == "error"]
    assert [int(row["row"]) for row in listed] == [6 + 4 * n for n in range(500)]


def test_warnings_do_not_spoil_a_run(chart: Chart, tmp_path: Path) -> None:
    text = "id,ภารกิจ,q1,q2,q3,consolidation\n1,ก,yes,no,yes,\n2,,no,,,\n"
    text += "1,ข,yes,no,,merge\n4,ค,no,yes,,\n,ง,no,,,\n,จ,no,,,\n"
    problems = tmp_path / "p.csv"
    tally = classify_file(chart, io.BytesIO(text.encode()), str(tmp_path / "o.csv"), "en", extra=Extra(str(problems)))
    assert tally.problems == 0
    assert tally.warnings == {"empty_name": 1, "contradictory_follow_up": 1, "duplicate_id": 1}
    assert tally.unused == 2
    found = [(row["row"], row["column"], row["value"], row["code"]) for row in rows_of(problems)]
    assert found == [
        ("3", "ภารกิจ", "", "empty_name"),
        ("4", "consolidation", "merge", "contradictory_follow_up"),
        ("4", "id", "2", "duplicate_id"),
    ]
    assert all(row["problems"] == "" for row in rows_of(tmp_path / "o.csv"))


def test_it_is_said_when_there_are_too_many_ids_to_compare(
    chart: Chart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 500)
    monkeypatch.setattr(row_warnings, "MOST_IDS", 100)
    text = "id,q1,name\n" + "".join(f"{n % 300},no,งาน\n" for n in range(600))
    tally = classify_file(chart, io.BytesIO(text.encode()), str(tmp_path / "o.csv"), "th")
    assert 100 <= tally.ids_compared < 300
    assert tally.ids_compared + tally.ids_not_compared == 600
    assert tally.warnings == {}


def test_the_file_is_not_all_utf8_after_all(chart: Chart, tmp_path: Path) -> None:
    data = ("id,q1,name\n" + "1,ใช่,งาน ก\n" * 90_000).encode() + b"2,yes,\xff\n"
    tally = classify_file(chart, io.BytesIO(data), str(tmp_path / "o.csv"), "th")
    assert (tally.missions, tally.problems, tally.shown[0].code) == (90_001, 1, "undecodable")
    assert tally.shown[0].row == 90_002


def test_a_cell_without_end_is_a_clear_error(chart: Chart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "LONGEST", 100_000)
    limit = csv.field_size_limit(100_000)
    try:
        for text in ('q1,x\nno,"' + "a\n" * 90_000, "q1,x\nno," + "a" * 110_000):
            with pytest.raises(FileError) as caught:
                classify_file(chart, io.BytesIO(text.encode()), str(tmp_path / "o.csv"), "th")
            assert caught.value.code == "too_long"
            assert "2" in caught.value.sentence("th")
    finally:
        csv.field_size_limit(limit)
    assert not list(tmp_path.iterdir())


def test_a_run_can_be_watched_and_stopped(chart: Chart, tmp_path: Path) -> None:
    class Impatient(Progress):
        def progress(self, missions: int, share: float) -> None:
            seen.append((missions, share))
            if missions > 50_000:
                raise StoppedError

    seen: list[tuple[int, float]] = []
    data = ("id,q1,name\r\n" + "1,ใช่,งานทะเบียนราษฎร\r\n" * 300_000).encode()
    with pytest.raises(StoppedError):
        classify_file(chart, io.BytesIO(data), str(tmp_path / "o.csv"), "th", progress=Impatient())
    assert not list(tmp_path.iterdir())
    assert 0 < seen[-1][1] < 1
    assert seen == sorted(seen)


def test_parquet_keeps_types_and_gives_the_same_decisions(chart: Chart, tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array([1, 2, 3, 4]),
            "ภารกิจ": ["ก", "=1+1", None, "ง"],
            "q1": pa.array([True, False, None, True]),
            "q2": pa.array([1.0, 0.0, None, 0.0]),
            "q3": pa.array(["ใช่", "x", "", "no"]).dictionary_encode(),
            "year": pa.array([2568, 2569, None, 2567], pa.int16()),
        }
    )
    source, target, text = tmp_path / "in.parquet", tmp_path / "out.parquet", tmp_path / "out.csv"
    pq.write_table(table, source)
    with source.open("rb") as file:
        tally = classify_file(chart, file, str(target), "en")
        classify_file(chart, file, str(text), "en")
    assert (tally.missions, tally.problems, tally.shown[0].row) == (4, 1, 2)
    result = pq.read_table(target)
    assert result.select(table.column_names).cast(table.schema).equals(table)
    assert result.column_names == [*table.column_names, *OUTPUT_COLUMNS]
    assert [row["disposition"] for row in rows_of(text)] == result["disposition"].to_pylist()
    assert rows_of(text)[1]["ภารกิจ"] == "'=1+1"
    with target.open("rb") as file:  # our own output is classified anew
        classify_file(chart, file, str(tmp_path / "again.parquet"), "en")
    assert pq.read_table(tmp_path / "again.parquet").equals(result)
    with pytest.raises(FileError, match="not_parquet"):
        classify_file(chart, io.BytesIO(b"PAR1" + bytes(50)), str(target), "en")


@pytest.mark.parametrize("missions", [1, 2, 40, ROWS_AT_ONCE - 1, ROWS_AT_ONCE, ROWS_AT_ONCE + 1, 2 * ROWS_AT_ONCE + 5])
def test_the_foot_of_a_parquet_file_is_left_out_and_told(chart: Chart, tmp_path: Path, missions: int) -> None:
    names = [*(f"งานที่ {n}" for n in range(missions)), "รวม", "หมายเหตุ: ข้อมูล ณ สิ้นปี"]
    ids = [*map(str, range(missions)), None, None]
    table = pa.table({"id": ids, "ภารกิจ": names, "q1": [*["ใช่"] * missions, None, None]})
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=ROWS_AT_ONCE - 7)
    with (tmp_path / "in.parquet").open("rb") as file:
        tally = classify_file(chart, file, str(tmp_path / "out.parquet"), "th")
    assert (tally.missions, tally.foot_rows) == (missions, 2)
    assert pq.read_table(tmp_path / "out.parquet")["id"].to_pylist() == ids[:-2]


def test_csv_to_parquet_and_xlsx(chart: Chart, tmp_path: Path) -> None:
    data = ("id,q1,name\n" + "".join(f"{n},no,งาน {n}\n" for n in range(25_000))).encode()
    classify_file(chart, io.BytesIO(data), str(tmp_path / "o.parquet"), "th")
    classify_file(chart, io.BytesIO(data), str(tmp_path / "o.xlsx"), "th")
    table = pq.read_table(tmp_path / "o.parquet")
    assert table["id"].to_pylist() == [str(n) for n in range(25_000)]
    sheet = read_sheet(data, chart)
    whole = classify_sheet(chart, sheet, match_columns(chart, sheet.header), "th").table
    assert read_sheet((tmp_path / "o.xlsx").read_bytes(), chart).rows == whole.to_numpy().tolist()
    assert read_sheet(write_xlsx(whole)[0], chart).rows == whole.to_numpy().tolist()


@pytest.mark.parametrize("lines", ["\n", "\r\n"])
def test_a_repair_file_is_corrected_and_merged(chart: Chart, tmp_path: Path, lines: str) -> None:
    rows = [f"{n:04},งาน {n},{'ใช่' if n % 3 else 'ไช่'}" for n in range(1, 200)]
    rows[50] = "0051,งาน 51"
    data = lines.join(["id,ภารกิจ,q1", *rows, ""]).encode()
    repair, first, merged = tmp_path / "r.csv", tmp_path / "first.csv", tmp_path / "merged.csv"
    tally = classify_file(chart, io.BytesIO(data), str(first), "th", extra=Extra(repair=str(repair)))
    bad = rows_of(repair)
    assert tally.problems == len(bad) == 66 + 1 - 1 * (51 % 3 == 0)
    assert list(bad[0]) == [ROW, "id", "ภารกิจ", "q1", "problems"]
    assert "ไช่" in bad[0]["problems"]
    corrected = repair.read_text("utf-8-sig").replace(",ไช่,", ",ใช่,").replace("งาน 51,,", "งาน 51,ไม่ใช่,").encode()
    tally = classify_file(chart, io.BytesIO(data), str(merged), "th", extra=Extra(merge=corrected))
    assert (tally.problems, tally.missions) == (0, 199)
    assert [row["id"] for row in rows_of(merged)] == [f"{n:04}" for n in range(1, 200)]
    assert rows_of(merged)[50]["disposition"] == "cancel"
    for wrong, code in (
        (corrected.replace(b"0003", b"3"), "repair_id"),
        (corrected.replace(b"\n4,", b"\n4000,"), "repair_row"),
        (b"id,q1\n1,yes\n", "not_a_repair"),
    ):
        with pytest.raises(FileError) as caught:
            classify_file(chart, io.BytesIO(data), str(merged), "th", extra=Extra(merge=wrong))
        assert caught.value.code == code


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@told
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Six times the missions, a third of them neither well formed nor understood, take less more than they are long."""
    good = "M{0},กระทรวงมหาดไทย,กรมการปกครอง," + "งานทะเบียนราษฎร" * 6 + " {0},ใช่,ไม่ใช่,,,,,\r\n"
    source, target, taken = tmp_path / "in.csv", tmp_path / "out.csv", list[int]()
    for missions in (75_000, 450_000):
        with source.open("w", encoding="utf-8-sig", newline="") as file:
            file.write("id,กระทรวง,กรม,ภารกิจ,q1,q2,q3,q4,q5,q6,q7\r\n")
            for n in range(0, missions, 3):
                file.write(good.format(n) + good.format(n + 1) + good.format(n + 2).replace(" ", ' 5" '))
        done = run("classify", source, "-o", target)
        assert done.code == 0, done.said[-2000:]
        taken.append(done.memory)
    assert taken[1] - taken[0] < source.stat().st_size // 1_000_000, taken


@pytest.mark.parametrize(("names", "too_many"), [(200, False), (201, True)])
def test_a_column_with_more_names_than_there_are_ministries_is_not_counted_and_that_is_told(
    chart: Chart, tmp_path: Path, names: int, too_many: bool
) -> None:
    data = "id,ภารกิจ,กระทรวง,q1\n" + "".join(f"{n},งาน,ชื่อ {n},ใช่\n" for n in range(names))
    told = classify_file(chart, io.BytesIO(data.encode()), str(tmp_path / "o.csv"), "th", extra=Extra(by_ministry=True))
    assert (len(told.ministries), told.many_ministries) == (0 if too_many else names, too_many)
