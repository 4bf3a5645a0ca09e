"""Days as people type them."""

from datetime import date

import pytest

from text.dates import read_day


@pytest.mark.parametrize("text", ["1/10/2569", "01/10/2026", " ๑/๑๐/๒๕๖๙ ", "1-10-2569", "1.10.2026", "1 / 10 / 2569"])
def test_a_day_of_either_era(text: str) -> None:
    assert read_day(text) == date(2026, 10, 1)


@pytest.mark.parametrize("text", ["", "1/10/69", "31/2/2569", "2026-10-01", "1/10", "ตุลาคม", "29/2/2569", "1/1/0000"])
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None
