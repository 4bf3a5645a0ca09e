"""Bytes that a fuzzer found interesting, or wrong, once: all of them must be read or refused as ``reader`` says."""

import pytest

from flowchart import charts
from tests.fuzz.reader import CORPUS, check

FOUND = sorted(path for path in CORPUS.iterdir() if not path.name.startswith("."))


@pytest.mark.parametrize("part", range(8))
def test_what_was_found_before(part: int) -> None:
    chart = charts.default()
    assert FOUND
    for path in FOUND[part::8]:
        check(chart, path.read_bytes())
