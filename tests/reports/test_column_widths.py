"""No column is narrower than what may not be cut in it, as long as the others can spare the room."""

from reports.column_widths import column_widths, uncut
from reports.document import Column, Table, keeps_whole
from text.widths import width


def test_a_number_and_a_name_are_not_cut_any_more_than_a_thai_word() -> None:
    assert uncut("จ้างเหมา 108,641,918 organisational") == ["จ้างเหมา", "108,641,918", "organisational"]
    assert uncut("https://example.go.th/a/very/long/address") == []


def test_a_column_is_as_wide_as_its_widest_number() -> None:
    number = "๑๐๘,๖๔๑,๙๑๘"
    narrow, wide = column_widths([1, 9], [uncut(number), []], 9, 300)
    assert narrow >= width(number, 9) + 10
    assert narrow + wide == 300


def test_a_table_is_kept_whole_by_the_lines_that_it_takes() -> None:
    columns = (Column("a", width=1), Column("b", width=9))
    rows = tuple(("x", "y") for _ in range(8))
    assert keeps_whole(Table("t", "t", columns, rows))
    assert not keeps_whole(Table("t", "t", columns, tuple(("x" * 40, "y") for _ in range(8))))
