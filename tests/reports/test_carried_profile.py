"""A review that is taken elsewhere has the documents it had: its chart's report profile travels with it."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flowchart import charts
from flowchart.profile import ReportProfile, profile_of
from record.audit import verify
from record.exchange import export_review, import_review
from record.signing_key import KEY_VARIABLE, TRUSTED_VARIABLE, new_key
from record.store import OPERATOR, URL_VARIABLE, Store
from reports import KINDS, SummaryInput, write_apart
from reports.blueprint import blueprint_summary
from reports.from_record import summary_of_review
from reports.pdf import heading_pages
from reports.words import words
from tests.charts import SAMPLE
from tests.record.working_group import make_group
from tests.reports.test_nothing_lost import text_of_docx, text_of_xlsx
from tests.servers import ROOT
from text.words import LANGS

OURS = charts.default()
THERE = f"there_{OURS.id}"
"""The same chart as another office has it: under an id that is not known here."""
MADE = """
import sys
from datetime import date
from flowchart import charts
from missions.files.columns import match_columns
from missions.files.read import read_sheet
from missions.files.rows import MissionRow, read_rows
from record.exchange import export_review
from record.members import add_member, set_role
from record.reviews import create_review
from record.store import OPERATOR, Store
from reports import KINDS, write
from reports.from_record import summary_of_review

folder, samples, name = sys.argv[1:]
store, chart = Store.from_environment(), charts.named(name)
sheet = read_sheet(open(samples, "rb").read(), chart)
read = read_rows(chart, sheet, match_columns(chart, sheet.header)).rows[:3]
rows = [MissionRow(row.code, row.fields, row.answers) for row in read]
add_member(store, OPERATOR, "chair@example.go.th", "ประธาน", administrator=True)
words = {"ministry": "กระทรวงพาณิชย์", "title_th": "รอบแรก", "title_en": "First", "started": date(2026, 11, 21)}
review = create_review(store, "chair@example.go.th", chart=chart, rows=rows, **words)
set_role(store, "chair@example.go.th", review.id, "chair@example.go.th", "chair")
summary = summary_of_review(store, OPERATOR, review.id)
for kind in KINDS:
    with open(f"{folder}/source.{kind}", "wb") as file:
        file.write(write(summary, kind, "th"))
with open(f"{folder}/copy.json", "wb") as file:
    file.write(export_review(store, OPERATOR, review.uid))
"""
"""What makes a review, its documents and its copy where its chart is known: in a process of its own, as another office
would be."""


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the copy of a review by a chart that is not here, and its documents as they are at the source."""
    folder, own = tmp_path_factory.mktemp("sent"), tmp_path_factory.mktemp("charts")
    bundled = charts.file_of(OURS)
    text = bundled.read_text(encoding="utf-8").replace(f"id: {OURS.id}\n", f"id: {THERE}\n", 1)
    (own / bundled.name).write_text(text, encoding="utf-8")
    profile = f"{OURS.version}{charts.PROFILE_SUFFIX}"
    (own / profile).write_bytes(bundled.with_name(profile).read_bytes())
    key = new_key()
    (folder / "key").write_text(key, encoding="utf-8")
    settings = {charts.OWN_CHARTS: str(own), URL_VARIABLE: f"sqlite:///{folder}/there.db", KEY_VARIABLE: key}
    command = [sys.executable, "-c", MADE, str(folder), str(SAMPLE), THERE]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=True)
    return folder


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Store]:
    """An empty record, where nothing is known of the chart."""
    opened = Store(f"sqlite:///{tmp_path}/here.db")
    yield opened
    opened.close()


def imported(store: Store, copy: bytes) -> SummaryInput:
    return summary_of_review(store, OPERATOR, import_review(store, OPERATOR, copy).id)


def copied(sent: Path, **parts: Any) -> bytes:
    """The copy with other parts; without those that are None."""
    copy = json.loads((sent / "copy.json").read_bytes()) | parts
    return json.dumps({name: value for name, value in copy.items() if value is not None}).encode()


def test_the_documents_of_an_imported_review_are_those_of_its_source_in_three_formats(
    sent: Path, here: Store, text_of_pdf: Callable[[bytes], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, (sent / "key").read_text(encoding="utf-8"))
    there, summary = json.loads(copied(sent)), imported(here, copied(sent))
    assert not charts.has_own(summary.chart)
    assert summary.source.vouched
    assert summary.profile == profile_of(OURS)
    only_there = {there["head"]["hash"], str(there["head"]["seq"])}
    wording = {words(f"annex.wording{part}", "th").replace(" ", "") for part in ("", "_copy")}
    read = {"docx": text_of_docx, "pdf": text_of_pdf, "xlsx": text_of_xlsx}
    made = write_apart(summary, KINDS, "th")

    def whole(text: str) -> str:
        """The text with each hash in one piece: how wide its digits are says whether a line ends in it."""
        for known in (there["head"]["hash"], summary.source.head):
            text = re.sub(r"\s*".join(known), known, text)
        return text

    for kind in KINDS:
        told = [whole(read[kind](data)) for data in ((sent / f"source.{kind}").read_bytes(), made[kind])]
        source, ours = (Counter(text.replace("\u2060", "").split()) for text in told)
        # What the copy says of itself may move a heading to the next page, or need one more: "- 20 -".
        pages = {"-", *map(str, range(max(heading_pages(blueprint_summary(summary, "th"))) + 1))} - only_there
        assert set(source - ours) - pages == only_there, kind
        more = set(ours - source) - {summary.source.head, str(summary.source.log)} - pages
        assert all(any(word in sentence for sentence in wording) for word in more), (kind, more)
        assert all(sentence in "".join(told[1].split()) for sentence in wording), kind


def test_the_profile_travels_on_and_is_signed_with_the_rest(
    sent: Path, here: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TRUSTED_VARIABLE, "")
    monkeypatch.setenv(KEY_VARIABLE, (sent / "key").read_text(encoding="utf-8"))
    profile = json.loads(copied(sent))["profile"]
    other = profile | {"cover": profile["cover"] | {"name": {"th": "ชื่ออื่น", "en": "Another name"}}}
    changed = imported(here, copied(sent, profile=other))
    assert not changed.source.vouched
    assert changed.profile.cover.name is not None
    assert changed.profile.cover.name.en == "Another name"
    again = Store(f"sqlite:///{tmp_path}/again.db")
    review = import_review(again, OPERATOR, copied(sent))
    assert json.loads(export_review(again, OPERATOR, review.uid))["profile"] == profile
    assert verify(again).sound
    again.close()


@pytest.mark.parametrize(
    "profile",
    [
        None,
        "ไม่ใช่",
        {"cover": {"name": {"th": "ก"}}},
        {"cover": {"name": {"th": "ก", "en": "\x07"}}},
        {"method": [{"th": "{title:>9999999999}", "en": "{title}"}]},
        {"method": [{"th": "{title!r}", "en": "{title}"}]},
        {"signatories": [{"position": {"th": "ก", "en": "A"}, "role": "king"}]},
    ],
)
def test_a_copy_without_a_sound_profile_is_taken_and_its_documents_say_that_their_words_are_general(
    sent: Path, here: Store, profile: object
) -> None:
    summary = imported(here, copied(sent, profile=profile))
    assert summary.profile == ReportProfile()
    for lang in LANGS:
        told = [cell for table in blueprint_summary(summary, lang).tables() for row in table.rows for cell in row]
        assert words("annex.wording_general", lang) in told
        assert words("annex.wording_copy", lang) not in told


def test_a_chart_that_is_here_keeps_the_words_that_are_here(here: Store, tmp_path: Path) -> None:
    group = make_group(here)
    copy = json.loads(export_review(here, OPERATOR, group.review.uid))
    assert copy["profile"]
    other = Store(f"sqlite:///{tmp_path}/other.db")
    summary = imported(other, json.dumps(copy | {"profile": {}}).encode())
    assert (summary.wording, summary.profile) == ("here", profile_of(OURS))
    assert "profile" not in json.loads(export_review(other, OPERATOR, group.review.uid))["changes"][-1]["after"]
    other.close()
