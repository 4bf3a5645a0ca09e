"""The command line as its user runs it."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from flowchart import charts
from flowchart.chart import Chart
from missions.bulk.classify import OUTPUT_COLUMNS
from tests.charts import SAMPLE
from tests.command_line import run_command

ROOT = Path(__file__).parents[1]


LOCALE = ("BLUEPRINT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def run(
    *arguments: str | Path, given: bytes = b"", variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """The command line with these environment variables, in no locale unless one of them says so."""
    environment = {name: value for name, value in os.environ.items() if name not in LOCALE} | dict(variables or {})
    return run_command([*map(str, arguments)], variables=environment, given=given)


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_sample_classifies_as_expected(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = run("classify", SAMPLE, "-o", out)
    assert done.returncode == 0, done.stderr.decode()
    given, classified = rows_of(SAMPLE.read_bytes()), rows_of(out.read_bytes())
    assert len(classified) == len(given) == 81
    for before, after in zip(given, classified, strict=True):
        assert list(after) == [*before, *OUTPUT_COLUMNS]
        assert {name: after[name] for name in before} == before
        assert after["disposition"] == before["expected_outcome"].replace("end", "retain"), after["id"]
        assert after["exit_question"] == before["expected_exit_question"], after["id"]
    assert rows_of(SAMPLE.read_bytes())[0]["id"] == "M001"
    assert classified[0]["path"] == "necessary=yes > duplicated=no > core=no > conversion=transform > form=sdu"
    assert classified[0]["disposition_label"] == "จัดตั้งเป็นหน่วยงานของรัฐรูปแบบอื่น"
    assert classified[0]["chart"].startswith("blueprint@1.0.0#")


def test_a_workbook_in_and_out(tmp_path: Path) -> None:
    book, again = tmp_path / "out.xlsx", tmp_path / "again.csv"
    assert run("classify", SAMPLE, "-o", book, "--lang", "en").returncode == 0
    done = run("classify", book, "-o", again, "--lang", "en")
    assert done.returncode == 0, done.stderr.decode()
    rows = rows_of(again.read_bytes())
    assert list(rows[0]) == [*rows_of(SAMPLE.read_bytes())[0], *OUTPUT_COLUMNS], "our own results are replaced"
    assert rows[0]["disposition_label"] == "Public organisation or other state agency"


def test_totals_and_notes_at_the_foot_are_no_missions_and_that_is_said(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    foot = b"\r\n\xe0\xb8\xa3\xe0\xb8\xa7\xe0\xb8\xa1" + b"," * 25
    source = tmp_path / "in.csv"
    source.write_bytes(SAMPLE.read_bytes().rstrip() + foot + "\nหมายเหตุ: ข้อมูลเบื้องต้น\n".encode())
    done = run("classify", source, "-o", out, "--lang", "en")
    assert len(rows_of(out.read_bytes())) == 81
    assert b"2 rows at the foot of the table are totals or notes" in done.stderr


def test_a_pipe_gives_plain_utf8_and_progress_stays_on_stderr() -> None:
    done = run("classify", "-", "-o", "-", "--lang", "en", given="id,q1\n1,ไม่ใช่\n".encode())
    assert done.returncode == 0
    assert done.stdout.startswith(b"id,q1,status,")
    assert rows_of(done.stdout)[0]["disposition"] == "cancel"
    assert "1 decided, 0 incomplete, 0 problems" in done.stderr.decode()


def test_problems_exit_3_and_good_rows_still_go_through(tmp_path: Path) -> None:
    problems = tmp_path / "problems.csv"
    text = "งบประมาณ,ข้อ 1,ข้อ 2,consolidation\n=1+1,ใช่,มี,รวม\n5,อาจจะ,ไม่มี,\n7,ไม่จำเป็น,,\n"
    done = run("classify", "-", "-o", "-", "--problems", problems, "--lang", "th", given=text.encode("cp874"))
    assert done.returncode == 3
    first, second, third = rows_of(done.stdout)
    assert first["งบประมาณ"] == "'=1+1", "a formula is made harmless"
    assert (first["disposition"], third["disposition"]) == ("merge", "cancel")
    assert (second["status"], second["next_question"]) == ("incomplete", "necessary")
    assert "อาจจะ" in second["problems"]
    assert first["problems"] == third["problems"] == ""
    (problem,) = rows_of(problems.read_bytes())
    assert (problem["row"], problem["column"], problem["value"]) == ("3", "ข้อ 1", "อาจจะ")
    assert "ใช่" in problem["allowed"]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_name_taken_by_the_input_is_kept_and_ours_is_numbered(lang: str) -> None:
    done = run("classify", "-", "-o", "-", "--lang", lang, given=b"status,q1\nold,no\n")
    assert rows_of(done.stdout)[0]["status"] == "old"
    assert rows_of(done.stdout)[0]["status_2"] == "decided"
    assert "status_2" in done.stderr.decode()


@pytest.mark.parametrize(
    ("given", "arguments"),
    [
        (b"", ["classify", "-", "-o", "-"]),
        (b"a,b\n1,2\n", ["classify", "-", "-o", "-"]),
        (b"PK\x03\x04broken", ["classify", "-", "-o", "-"]),
        (b"q1\nyes\n", ["classify", "-", "-o", "no/such/folder.csv"]),
        (b"q1\nyes\n", ["classify", "-", "-o", "out.pdf"]),
        (b"", ["classify", "no-such-file.csv", "-o", "-"]),
        (b"", ["classify", "tests", "-o", "-"]),
        (b"", ["decide", "necessary=maybe"]),
        (b"", ["decide", "necessary"]),
        (b"", ["decide", "q1=yes", "necessary=no"]),
        (b"", ["decide", "nonsense=yes"]),
        (b"", ["clasify"]),
        (b"", ["chart"]),
        (b"", ["classify"]),
        (b"", ["classify", "in.csv", "-o"]),
        (b"", ["classify", "in.csv", "-o", "out.csv", "more.csv"]),
        (b"", ["classify", "in.csv", "--outptu", "out.csv"]),
        (b"", ["decide", "--json=yes"]),
        (b"", ["summary", "in.csv", "-o", "s.pdf", "--digits", "roman"]),
        (b"", ["summary", "no-such-file.csv", "-o", "s.pdf"]),
        (b"a,b\n1,2\n", ["summary", "-", "-o", "s.pdf"]),
        (b"q1\nyes\n", ["summary", "-", "-o", "s.txt"]),
        (b"", ["chart", "check", "no-such-chart.yaml"]),
        (b"", ["chart", "check", "pyproject.toml"]),
        (b"", ["chart", "picture", "-o", "no/such/folder.svg"]),
        (b"", ["chart", "picture", "-o", "chart.jpg"]),
        (b"", ["chart", "picture", "-o", "chart"]),
    ],
)
@pytest.mark.parametrize("lang", ["th", "en"])
def test_what_cannot_be_used_exits_2_with_a_sentence(given: bytes, arguments: list[str], lang: str) -> None:
    done = run(*arguments, "--lang", lang, given=given)
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert done.stdout == b""
    assert any("ก" <= letter <= "๛" for letter in said) == (lang == "th"), said
    assert len(said.strip().splitlines()[-1]) > 20


def test_decide_in_words_and_in_json() -> None:
    answers = ["necessary=ใช่", "Q2=ไม่มี", "ข้อ 3=no", "conversion=จ้างเหมา"]
    words = run("decide", *answers)
    assert words.returncode == 0
    assert words.stdout.decode().startswith("ผลการจำแนก: จ้างเหมา")
    assert run("decide", *answers, "--lang", "en").stdout.decode().startswith("Decision: Contract out.")
    decision = json.loads(run("decide", *answers, "--json").stdout)
    assert (decision["disposition"], decision["exit_question"]) == ("outsource", "core")
    assert decision["path"][-1] == {"question": "conversion", "answer": "outsource"}


def test_the_chart_commands(tmp_path: Path) -> None:
    assert "blueprint@1.0.0#" in run("chart", "check").stdout.decode()
    picture = tmp_path / "chart.svg"
    assert run("chart", "picture", "-o", picture, "--answers", "necessary=no").returncode == 0
    assert picture.read_text("utf-8").startswith("<svg")
    image = tmp_path / "chart.png"
    assert run("chart", "picture", "-o", image, "--answers", "necessary=no").returncode == 0
    with Image.open(image) as drawn:
        assert drawn.format == "PNG"
        assert drawn.width == 1600
        assert len(drawn.getcolors(1 << 24) or ()) > 10, "it is not an empty page"
    assert "ภารกิจ/งานนั้นยังจำเป็นต้องปฏิบัติอยู่หรือไม่ ?" in run("chart", "text").stdout.decode()
    assert "Does this mission/task still need" in run("chart", "text", "--lang", "en").stdout.decode()


def test_what_cannot_be_exported_or_imported_is_said() -> None:
    done = run("chart", "export", "--to", "cobol", "--lang", "en")
    assert (done.returncode, "json-schema" in done.stderr.decode()) == (2, True)
    done = run("chart", "import", "-", "--lang", "en", given=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert (done.returncode, "DOCTYPE" in done.stderr.decode()) == (2, True)
    done = run("chart", "import", "-", given=b"not a table")
    assert (done.returncode, "DMN" in done.stderr.decode()) == (2, True)


def test_a_chart_is_checked_at_each_save(tmp_path: Path) -> None:
    path = tmp_path / "2.0.0.yaml"
    text = (ROOT / "flowchart" / "charts" / "blueprint" / "1.0.0.yaml").read_text("utf-8")
    text = text.replace("version: 1.0.0", "version: 2.0.0")
    path.write_text(text, "utf-8")
    command = [sys.executable, "-u", "cli.py", "chart", "check", str(path), "--watch", "--lang", "en"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None

        def until(part: str) -> str:
            return next(line for line in process.stdout if part in line)  # type: ignore[union-attr]

        try:
            until("is sound")
            until("Cancel: 4")
            path.write_text(text.replace('answer: "no", to: cancel', 'answer: "no", to: nowhere'), "utf-8")
            assert "line " in until("unknown_target")
            assert "to: nowhere" in until("    ")
            other = tmp_path / "other.yaml"
            edge, moved = 'answer: "no", to: cancel', 'answer: "no", to: transfer'
            other.write_text(text.replace(edge, moved), "utf-8")
            other.replace(path)
            assert "from “Cancel” to “Transfer”" in until("changed M023")
            path.write_text(text.replace("version: 2.0.0", "version: 1.0.0").replace(edge, moved), "utf-8")
            until("version_taken")
        finally:
            process.kill()
    assert run("chart", "check", "blueprint", "--watch").returncode == 2


def test_a_new_version_is_compared_and_tried_before_anyone_adopts_it(tmp_path: Path) -> None:
    new = tmp_path / "2.0.0.yaml"
    text = (ROOT / "flowchart" / "charts" / "blueprint" / "1.0.0.yaml").read_text("utf-8")
    edge = 'answer: "no", to: cancel'
    assert text.count(edge) == text.count("version: 1.0.0") == 1
    new.write_text(
        text.replace(edge, edge.replace("cancel", "transfer")).replace("version: 1.0.0", "version: 2.0.0"), "utf-8"
    )
    differences = run("chart", "diff", "blueprint@1.0.0", new, "--lang", "en").stdout.decode()
    assert "changed: Edge › 1. Still necessary › No › leads to: from “Cancel” to “Transfer”" in differences
    out = tmp_path / "moving.csv"
    told = run("chart", "impact", "blueprint@1.0.0", new, SAMPLE, "-o", out, "--lang", "en").stdout.decode()
    moving = rows_of(out.read_bytes())
    expected = [row["id"] for row in rows_of(SAMPLE.read_bytes()) if row["necessary"] == "no"]
    assert [row["id"] for row in moving] == expected
    assert f"{len(expected)} of 81 missions would change" in told
    assert {row["after"] for row in moving} == {"Transfer"}
    cases = ROOT / "flowchart" / "charts" / "blueprint" / "1.0.0.cases.csv"
    done = run("chart", "test", new, "--cases", cases, "--lang", "en")
    assert done.returncode == 3
    assert "expected “Cancel”, the chart gives “Transfer”" in done.stdout.decode()
    for name, magic in (("cases.svg", b"<svg"), ("cases.png", b"\x89PNG")):
        assert run("chart", "test", "blueprint", "--picture", tmp_path / name).returncode == 0
        assert (tmp_path / name).read_bytes().startswith(magic)
    assert run("chart", "test", "blueprint", "--picture", tmp_path / "cases.pdf").returncode == 2
    assert run("chart", "test", new).returncode == 2, "it has no cases of its own"


def test_one_command_makes_all_three_documents(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    asked: list[str | Path] = [
        "summary",
        SAMPLE,
        "--lang",
        "en",
        "--ministry",
        "Ministry of Commerce",
        "--title",
        "Review",
    ]
    done = run(*asked, "-o", f"{folder}/")
    assert done.returncode == 0, done.stderr.decode()
    magic = {"summary-en.docx": b"PK", "summary-en.pdf": b"%PDF", "summary-en.xlsx": b"PK"}
    assert {path.name: path.read_bytes()[: len(magic[path.name])] for path in folder.iterdir()} == magic
    assert run(*asked, "-o", tmp_path / "one.xlsx").returncode == 0
    assert (tmp_path / "one.xlsx").read_bytes().startswith(b"PK")
    assert done.stderr.decode().count("summary-en") == 3
    done = run("summary", SAMPLE, "-o", f"{tmp_path / 'no' / 'where'}/")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize("chart", charts.all_charts(), ids=lambda chart: chart.id)
def test_paper_for_a_meeting_and_a_workbook_to_fill_in(tmp_path: Path, chart: Chart) -> None:
    sample = tmp_path / "few.csv"
    sample.write_bytes(b"".join(SAMPLE.with_name(f"{chart.id}.csv").read_bytes().splitlines(keepends=True)[:4]))
    for command, files, name, magic in (
        ("worksheet", [], "blank.docx", b"PK"),
        ("worksheet", [sample], "blank.pdf", b"%PDF"),
        ("sheet", [sample], "filled.docx", b"PK"),
    ):
        done = run(command, *files, "-o", tmp_path / name, "--chart", chart.id)
        assert done.returncode == 0, done.stderr.decode()
        assert (tmp_path / name).read_bytes().startswith(magic)
    book = tmp_path / "template.xlsx"
    assert run("template", "-o", book, "--chart", chart.id, "--lang", "en").returncode == 0
    assert book.read_bytes().startswith(b"PK")


def test_paper_of_an_unknown_mission_or_kind_says_what_to_do() -> None:
    for arguments in (["sheet", SAMPLE, "-o", "s.pdf", "--mission", "X"], ["sheet", SAMPLE, "-o", "s.txt"],
                      ["sheet", "-o", "s.pdf"], ["template", "-o", "t.csv"]):  # fmt: skip
        done = run(*arguments)
        assert done.returncode == 2
        assert len(done.stderr.decode().strip().splitlines()) == 1


def test_a_summary_of_no_mission_names_the_ministries_there_are(tmp_path: Path) -> None:
    done = run("summary", SAMPLE, "-o", tmp_path / "s.pdf", "--ministry", "กระทรวงเวทมนตร์")
    assert done.returncode == 2
    assert "กระทรวงพาณิชย์" in done.stderr.decode()


def test_a_failed_write_leaves_no_half_file(tmp_path: Path) -> None:
    folder = tmp_path / "taken.csv"
    folder.mkdir()
    assert run("classify", SAMPLE, "-o", folder).returncode == 2
    assert list(tmp_path.iterdir()) == [folder]


def test_the_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    done = run("classify", SAMPLE, "-o", tmp_path / "out.csv", "--problems", tmp_path / "no" / "p.csv", "--lang", "en")
    assert done.returncode == 2
    assert str(tmp_path / "no" / "p.csv") in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_two_results_are_not_written_to_one_file(tmp_path: Path) -> None:
    done = run("classify", SAMPLE, "-o", tmp_path / "x.csv", "--problems", tmp_path / "." / "x.csv", "--lang", "en")
    assert done.returncode == 2
    assert "overwrite each other" in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["classify", "a.csv", "-o", "./a.csv"],
        ["classify", "a.csv", "-o", "link.csv"],
        ["classify", "a.csv", "-o", "out.csv", "--problems", "a.csv"],
        ["classify", "a.csv", "-o", "out.csv", "--merge", "b.csv", "--repair", "b.csv"],
        ["classify", "*.csv", "-o", "."],
        ["classify", "x/report.*", "-o", "out"],
        ["classify", "x/report.[ct]*", "-o", "out"],
        ["summary", "x/report.xlsx", "-o", "x/report.xlsx"],
    ],
)
def test_no_result_replaces_a_source_or_another_result(tmp_path: Path, arguments: list[str]) -> None:
    for name in ("a.csv", "b.csv", "x/report.csv", "x/report.tsv", "x/report.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("id,q1\n1,no\n")
    (tmp_path / "link.csv").symlink_to("a.csv")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    done = run_command([*arguments, "--lang", "en"], folder=tmp_path, variables=os.environ)
    assert done.returncode == 2, done.stderr.decode()
    assert b"nothing was written" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before
    assert not (tmp_path / "out").exists()


def test_a_file_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (out / "b.csv").mkdir(parents=True)
    for name, text in (("a.csv", "q1\nno\n"), ("b.csv", "q1\nno\n"), ("c.csv", "a,b\n1,2\n"), ("d.csv", "q1\nyes\n")):
        (source / name).write_text(text)
    done = run("classify", source / "*.csv", "-o", out, "--lang", "en")
    said = done.stderr.decode()
    assert done.returncode == 4, said
    assert rows_of((out / "a.csv").read_bytes())[0]["disposition"] == "cancel"
    assert (out / "d.csv").exists()
    assert f"{out / 'b.csv'} cannot be written" in said
    assert "No column of the file answers a question" in said
    assert "1 decided, 1 incomplete, 0 problems" in said
    assert run("classify", source / "[bc].csv", "-o", out).returncode == 2, "none was written"


def test_a_cluster_is_not_ignored_for_one_file(tmp_path: Path) -> None:
    done = run("classify", SAMPLE, "-o", tmp_path / "out.csv", "--cluster", "local", "--lang", "en")
    assert done.returncode == 2
    assert "--cluster" in done.stderr.decode()


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        done = run("classify", "-", "-o", tmp_path / "link.csv", "--problems", pipe, given="ข้อ 1\nอาจจะ\n".encode())
        assert done.returncode == 3
        if not pipe.is_fifo():  # who reads waits for ever
            reader.kill()
        told = reader.communicate(timeout=300)[0]
    assert pipe.is_fifo()
    assert "อาจจะ" in told.decode()
    assert (tmp_path / "link.csv").is_symlink()
    assert len(rows_of((tmp_path / "real.csv").read_bytes())) == 1


def test_a_summary_says_what_was_not_understood(tmp_path: Path) -> None:
    text = "รหัส,ภารกิจ,ข้อ 1,งบประมาณ\nA1,งาน,ไม่ไช่,5\nA2,งาน,ไม่ใช่,มากมาย\n"
    done = run("summary", "-", "-o", tmp_path / "s.xlsx", given=text.encode())
    assert done.returncode == 3
    told = done.stderr.decode()
    assert "ไม่ไช่" in told
    assert "มากมาย" in told


@pytest.mark.parametrize("chart", charts.all_charts(), ids=lambda chart: chart.id)
def test_every_command_that_decides_takes_every_chart(tmp_path: Path, chart: Chart) -> None:
    sample = SAMPLE.with_name(f"{chart.id}.csv")
    assert f"{chart.key}  {chart.title.en}" in run("chart", "list", "--lang", "en").stdout.decode().splitlines()
    assert chart.stamp in run("chart", "check", chart.id).stdout.decode()
    assert chart.title.th in run("chart", "text", "--chart", chart.key).stdout.decode()
    assert run("chart", "picture", "--chart", chart.key, "-o", tmp_path / "chart.png").returncode == 0
    answer = next(iter(chart.start.answers))
    decided = run("decide", f"{chart.start.id}={answer}", "--json", "--chart", charts.file_of(chart))
    assert json.loads(decided.stdout)["chart"] == chart.stamp
    assert run("classify", sample, "-o", tmp_path / "out.csv", "--chart", chart.id).returncode in (0, 3)
    rows = rows_of((tmp_path / "out.csv").read_bytes())
    assert {row["chart"] for row in rows} == {chart.stamp}
    assert {row["disposition"] for row in rows} - {""} <= set(chart.dispositions)
    assert run("summary", sample, "-o", tmp_path / "s.pdf", "--chart", chart.id).returncode in (0, 3)


def test_a_chart_that_is_not_there_is_refused_with_those_that_are() -> None:
    done = run("decide", "--chart", "no_such_chart", "--lang", "en")
    assert done.returncode == 2
    assert "no_such_chart" in done.stderr.decode()
    assert charts.default().id in done.stderr.decode()


def is_thai(said: bytes) -> bool:
    return any("ก" <= letter <= "๛" for letter in said.decode())


@pytest.mark.parametrize("arguments", [["--help"], ["classify", "--help"], ["member", "add", "--help"]])
def test_help_is_in_one_language(arguments: list[str]) -> None:
    assert not is_thai(run(*arguments, "--lang", "en").stdout)
    thai = run(*arguments).stdout.decode()
    assert is_thai(thai.encode())
    for word in ("Usage", "Options", "Arguments", "Commands", "OPTIONS", "COMMAND", "Show this", "default", "required"):
        assert word not in thai


@pytest.mark.parametrize(
    ("variables", "arguments", "thai"),
    [
        ({}, [], True),
        ({"LANG": "en_GB.UTF-8"}, [], False),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "th_TH.UTF-8"}, [], True),
        ({"LANG": "en_GB.UTF-8", "BLUEPRINT_LANG": "th"}, [], True),
        ({"LANG": "en_GB.UTF-8", "BLUEPRINT_LANG": "th"}, ["--lang=en"], False),
    ],
)
def test_the_language_is_that_of_the_option_the_variable_or_the_locale(
    variables: dict[str, str], arguments: list[str], thai: bool
) -> None:
    assert is_thai(run("decide", *arguments, variables=variables).stdout) == thai
    assert is_thai(run("decide", "q1=maybe", *arguments, variables=variables).stderr) == thai


def test_a_language_that_there_is_not() -> None:
    done = run("decide", "--lang", "fr")
    assert done.returncode == 2
    assert "--lang" in done.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["clasify"], "classify"),
        (["classify", "--outptu"], "--output"),
        (["decide", "necesary=yes"], "necessary"),
        (["decide", "necessary=yse"], "yes"),
        (["decide", "necessary=ไม่ไช่"], "ไม่ใช่"),
    ],
)
def test_the_word_that_was_meant_is_asked_for(arguments: list[str], meant: str) -> None:
    assert f"Did you mean “{meant}”?" in run(*arguments, "--lang", "en").stderr.decode()


def test_the_version_is_that_of_the_project() -> None:
    said = run("--version").stdout.decode().strip()
    assert f'version = "{said}"' in (ROOT / "pyproject.toml").read_text()


def test_a_shell_completes_commands_and_options() -> None:
    assert b"cli.py" in run("completion", "bash").stdout

    def completed(words: str, at: int) -> list[str]:
        variables = {"COMP_WORDS": words, "COMP_CWORD": str(at), "_CLI.PY_COMPLETE": "complete_bash"}
        return run(variables=variables).stdout.decode().split()

    assert completed("cli.py cla", 1) == ["classify"]
    assert completed("cli.py chart pi", 2) == ["picture"]
    assert "--lang" in completed("cli.py decide --l", 2)
    assert completed("cli.py decide --lang ", 3) == ["th", "en"]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["chart", "--help"], ["classify", "--help"]])
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    command = [sys.executable, "-X", "importtime", "cli.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    loaded = {line.split("|")[2].strip().split(".")[0] for line in done.stderr.splitlines() if line.count("|") == 2}
    assert "typer" in loaded
    assert loaded & {"numpy", "pandas", "pyarrow", "polars", "pydantic", "rich", "sqlalchemy", "streamlit"} == set()


def test_the_tolerant_reader_is_told_of_on_request(tmp_path: Path) -> None:
    text = "id,q1,note\n" + "1,no,x\n" * 50 + '2,no,5" x\n'
    usual = run("classify", "-", "-o", tmp_path / "a.csv", "--lang", "en", given=text.encode())
    verbose = run("classify", "-", "-o", tmp_path / "b.csv", "--lang", "en", "--verbose", given=text.encode())
    assert "tolerant reader" not in usual.stderr.decode()
    assert "tolerant reader" in verbose.stderr.decode()
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
