"""Summaries to write, and the programs that read what was written."""

import io
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from engine.rules import decide
from flowchart.chart import Chart
from missions.files.read import read_sheet
from reports import Name, ReviewedMission, Source, SummaryInput
from reports.from_file import summary_of_file
from tests.charts import SAMPLE

TODAY = date(2026, 11, 21)


_UNSEEN = str.maketrans({"\u00a0": " ", "\ufeff": None})


def seen(text: str) -> str:
    """A text as it is read: what only says where lines may end is not seen."""
    return text.translate(_UNSEEN)


def word_of(data: bytes) -> WordDocument:
    """A Word document with its texts as they are read."""
    document = docx.Document(io.BytesIO(data))
    for text in document.element.body.iter(qn("w:t")):
        text.text = seen(text.text or "")
    return document


def summary_of(chart: Chart, data: bytes, **named: str) -> SummaryInput:
    return summary_of_file(chart, data, read_sheet, made_on=TODAY, **named)


@pytest.fixture(scope="session")
def sample(chart: Chart) -> SummaryInput:
    """The 81 missions that come with the product."""
    return summary_of(chart, SAMPLE.read_bytes(), file_name=SAMPLE.name)


@pytest.fixture(scope="session")
def few(sample: SummaryInput) -> SummaryInput:
    """A dozen of them."""
    return replace(sample, missions=sample.missions[:12])


@pytest.fixture
def named(chart: Chart) -> Callable[..., SummaryInput]:
    """A summary of missions with the given names, all of them to be cancelled."""

    def make(*names: str, answers: dict[str, str] | None = None) -> SummaryInput:
        given = {"necessary": "no"} if answers is None else answers
        office = Name("กรมตัวอย่าง", "An office")
        missions = tuple(
            ReviewedMission(f"A{n}", Name(name, name), office, office, given, decide(chart, given), reason=name)
            for n, name in enumerate(names, 1)
        )
        return SummaryInput(chart, missions, Source("test"), TODAY)

    return make


def _tool(name: str, package: str) -> str:
    found = shutil.which(name)
    if not found:
        reason = f"{name} is not installed (apt-get install {package})"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def text_of_pdf() -> Callable[[bytes], str]:
    """The text of a PDF as pdftotext gives it."""
    program = _tool("pdftotext", "poppler-utils")

    def read(data: bytes, *options: str) -> str:
        done = subprocess.run([program, *options, "-", "-"], input=data, capture_output=True, check=True)
        return done.stdout.decode()

    return read


@pytest.fixture(scope="session")
def pages_of_pdf() -> Callable[[bytes], int]:
    """The number of pages of a PDF."""

    def count(data: bytes) -> int:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return len(pdf.pages)

    return count


@pytest.fixture(scope="session")
def through_office(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """A document opened in LibreOffice and saved as PDF, or as what is asked for."""
    program = _tool("soffice", "libreoffice-writer libreoffice-calc")
    profile = tmp_path_factory.mktemp("profile")

    def convert(data: bytes, suffix: str, into: str = "pdf") -> bytes:
        folder = Path(tmp_path_factory.mktemp("office"))
        given = folder / "given" / f"document.{suffix}"
        given.parent.mkdir()
        given.write_bytes(data)
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", into]
        done = subprocess.run(
            [*command, "--outdir", str(folder), str(given)],
            capture_output=True,
            timeout=300,
            check=False,
        )
        made = folder / f"document.{into}"
        assert made.exists(), done.stderr.decode()
        return made.read_bytes()

    return convert
