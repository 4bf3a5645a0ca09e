"""Days as people type them."""

from datetime import UTC, date, datetime

import pytest

from text.dates import day_in_words, moment_in_words, read_day


@pytest.mark.parametrize("text", ["1/10/2569", "01/10/2026", " ๑/๑๐/๒๕๖๙ ", "1-10-2569", "1.10.2026", "1 / 10 / 2569"])
def test_a_day_of_either_era(text: str) -> None:
    assert read_day(text) == date(2026, 10, 1)


@pytest.mark.parametrize("text", ["", "1/10/69", "31/2/2569", "2026-10-01", "1/10", "ตุลาคม", "29/2/2569", "1/1/0000"])
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None


def test_no_line_ends_between_a_day_its_month_and_its_year() -> None:
    assert day_in_words(date(2026, 10, 1), "en") == "1\u00a0October\u00a02026"
    assert day_in_words(date(2026, 10, 1), "th") == "1\u00a0ตุลาคม\u00a02569"
    assert moment_in_words(datetime(2026, 9, 30, 18, 5, tzinfo=UTC), "en") == "1\u00a0October\u00a02026, 01:05"
