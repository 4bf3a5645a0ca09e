"""Every page of the pack as it is drawn: nothing touches a rule or leaves its column, no page is all but empty."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from flowchart import charts
from missions.mission import sample_file
from reports import SummaryInput
from reports.blueprint import blueprint_summary
from reports.document import Figure, Heading, Table
from reports.pdf import heading_pages, pdf_bytes, png_pages
from tests.reports.conftest import summary_of
from text.numbers import Digits
from text.words import Lang

SCALE = 2
"""Pixels a point."""
RULE = (0x8A, 0x96, 0xA3)
_LOOKS: tuple[tuple[Lang, Digits], ...] = (("th", "thai"), ("en", "arabic"))
PACKS = [(chart.key, *look) for chart in charts.all_charts() for look in _LOOKS]
_HEADER, _THREE_LINES = 62, 48
"""Points: what the header of a page takes at its top, and the height of three lines."""
Mask: TypeAlias = NDArray[np.bool_]
Page: TypeAlias = NDArray[np.uint8]
"""Its red, its green and its blue, each row by row."""


def like(page: Page, colour: tuple[int, int, int], near: int) -> Mask:
    parts = zip(page, colour, strict=True)
    return np.asarray(np.all([(part >= max(c - near, 0)) & (part <= min(c + near, 255)) for part, c in parts], axis=0))


def runs(line: Mask, least: int) -> Iterator[tuple[int, int]]:
    """Where ``line`` is true for at least ``least`` places on end."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], line.astype(np.int8), [0]))))
    yield from ((int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= least)


def crossed(lines: Mask, least: int) -> Iterator[tuple[int, int, int]]:
    """The number of each line with its runs: few lines are true at so many places at all."""
    for number in np.flatnonzero(lines.sum(axis=1) >= least):
        for start, end in runs(lines[number], least):
            yield int(number), start, end


@pytest.fixture(scope="module", params=PACKS, ids=lambda pack: "-".join(pack))
def pack(request: pytest.FixtureRequest) -> tuple[SummaryInput, Lang, Digits]:
    key, lang, digits = request.param
    chart = next(c for c in charts.all_charts() if c.key == key)
    sample = sample_file(chart)
    if sample is None:
        pytest.skip(f"{key} has no sample missions")
    return summary_of(chart, sample.read_bytes(), file_name=sample.name), lang, digits


@pytest.fixture(scope="module")
def pages(pack: tuple[SummaryInput, Lang, Digits]) -> list[Page]:
    drawn = png_pages(blueprint_summary(*pack), 72 * SCALE)
    return [
        np.asarray([np.asarray(part) for part in Image.open(io.BytesIO(page)).convert("RGB").split()]) for page in drawn
    ]


def test_letters_keep_clear_of_the_rules_of_tables(pages: list[Page]) -> None:
    touched = []
    for number, page in enumerate(pages, 1):
        ink, rule = page.max(axis=0) < 110, like(page, RULE, 40)
        for y, left, right in crossed(rule, 40 * SCALE):
            if not 3 <= y < len(rule) - 3:
                continue
            near = ink[y - SCALE // 2 : y, left:right] | ink[y + 1 : y + 1 + SCALE // 2, left:right]
            beside = page[:, [y - 3, y + 3], left:right].max(axis=0) < 200
            if beside.mean(axis=1).max() > 0.5:  # the edge of a bar of a chart
                continue
            if 0 < near.any(axis=0).mean() < 0.5:  # all along it is the bar itself
                touched.append((number, y // SCALE))
        for x, top, bottom in crossed(rule.T, 14 * SCALE):
            if not SCALE <= x < rule.shape[1] - SCALE:
                continue
            near = ink[top:bottom, x - SCALE // 2 : x + 1 + SCALE // 2]
            if 0 < near.any(axis=1).mean() < 0.5:  # all along it is the axis of a chart
                touched.append((number, x // SCALE))
    assert touched == []


def test_nothing_leaves_the_page(pages: list[Page]) -> None:
    for number, page in enumerate(pages, 1):
        _, height, width = page.shape
        margins = (2.0 if width > height else 3.0, 2.0)
        drawn = np.flatnonzero((page.min(axis=0) < 250).any(axis=0))
        left, right = (margin / 2.54 * 72 * SCALE for margin in margins)
        assert drawn[0] >= left - 2 * SCALE, number
        assert drawn[-1] <= width - right + 2 * SCALE, number


def test_what_follows_a_table_keeps_its_distance(pages: list[Page]) -> None:
    close = []
    for number, page in enumerate(pages, 1):
        rule, drawn = like(page, RULE, 40), page.min(axis=0) < 200
        lines = sorted({y for y, _, _ in crossed(rule, 400 * SCALE)})
        for y in lines:
            below = like(page[:, y + 2 * SCALE : y + 4 * SCALE], RULE, 70)
            foot = below.size and not any(below[:, x].all() for x in np.flatnonzero(rule[y]))
            if foot and drawn[y + SCALE : y + 8 * SCALE].any():
                close.append((number, y // SCALE))
    assert close == []


def test_every_page_holds_more_than_three_lines(pages: list[Page]) -> None:
    heights = []
    for page in pages:
        below = np.flatnonzero((page.min(axis=0) < 200).any(axis=1)[_HEADER * SCALE :])
        heights.append((below[-1] - below[0]) // SCALE if below.size else 0)
    assert [n for n, height in enumerate(heights, 1) if height < _THREE_LINES] == []


def test_no_page_ends_with_a_heading_or_a_caption(
    pack: tuple[SummaryInput, Lang, Digits], text_of_pdf: Callable[..., str]
) -> None:
    document = blueprint_summary(*pack)
    blocks = [block for _, blocks in document.sheets() for block in blocks]
    heads = [block.text for block in blocks if isinstance(block, Heading)]
    heads += [block.caption for block in blocks if isinstance(block, Table)]
    ends = {re.sub(r"\s", "", head)[-24:] for head in heads}
    pages = text_of_pdf(pdf_bytes(document), "-layout").rstrip("\f").split("\f")
    lasts = [re.sub(r"\s", "", page.rstrip().splitlines()[-1]) for page in pages]
    figures = {re.sub(r"\s", "", block.caption) for block in blocks if isinstance(block, Figure)}
    assert [(n, last) for n, last in enumerate(lasts, 1) if last[-24:] in ends and last not in figures] == []


@pytest.mark.parametrize(("offices", "fewest", "most"), [(4, 40, 54), (20, 55, 62)])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_contents_that_nearly_fit_take_one_page(
    sample: SummaryInput, lang: Lang, offices: int, fewest: int, most: int
) -> None:
    named = sorted({m.ministry[lang] for m in sample.missions})[:offices]
    some = replace(sample, missions=tuple(m for m in sample.missions if m.ministry[lang] in named))
    document = blueprint_summary(some, lang)
    listed = [b for _, blocks in document.sheets() for b in blocks if isinstance(b, Heading) and b.level <= 2]
    assert fewest < len(listed) <= most
    assert heading_pages(document)[0] == 3  # after page one and the contents
