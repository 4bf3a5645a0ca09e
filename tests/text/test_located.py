"""YAML read with its lines."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from text.located import Located, read_located

ROOT = Path(__file__).parents[2]
TEXT = """\
# a remark
name: ภารกิจ
answers:
  yes: {label: on}
  no: 1.0
steps:
  - off
  - {to: true,
     note: ~}
empty:
"""


@pytest.fixture
def located(tmp_path: Path) -> Located:
    return read(tmp_path, TEXT)


def read(folder: Path, text: str) -> Located:
    path = folder / "text.yaml"
    path.write_text(text, encoding="utf-8")
    return read_located(path)


def test_words_that_yaml_takes_for_booleans_and_numbers_stay_text(located: Located) -> None:
    assert located.value == {
        "name": "ภารกิจ",
        "answers": {"yes": {"label": "on"}, "no": "1.0"},
        "steps": ["off", {"to": "true", "note": None}],
        "empty": None,
    }


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((), 2),
        (("name",), 2),
        (("answers", "yes", "label"), 4),
        (("answers", "no"), 5),
        (("steps", 0), 7),
        (("steps", 1, "to"), 8),
        (("steps", 1, "note"), 9),
        (("empty",), 10),
    ],
)
def test_each_place_knows_its_line(located: Located, place: tuple[str | int, ...], line: int) -> None:
    assert located.line(place) == line


@pytest.mark.parametrize(
    ("place", "line"),
    [(("answers", "maybe"), 3), (("steps", 1, "to", "th"), 8), (("steps", 7), 6), (("nowhere", "at", "all"), 2)],
)
def test_a_place_the_file_lacks_has_the_line_of_what_encloses_it(
    located: Located, place: tuple[str | int, ...], line: int
) -> None:
    assert located.line(place) == line


def test_a_key_given_twice_is_kept_to_report(tmp_path: Path) -> None:
    located = read(tmp_path, "a: {x: 1, y: 2, x: 3}\nb: 4\na: 5\n")
    assert located.duplicates == [("a", "x"), ("a",)]
    assert located.line(("a",)) == 3


def test_a_file_without_duplicates_reports_none(located: Located) -> None:
    assert located.duplicates == []


@pytest.mark.parametrize("text", ["", "# only a remark\n"])
def test_an_empty_file_is_nothing(tmp_path: Path, text: str) -> None:
    located = read(tmp_path, text)
    assert located.value is None
    assert located.line(("anything",)) == 1


def test_what_is_not_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(yaml.MarkedYAMLError) as refused:
        read(tmp_path, "a: 1\nb: [2\nc: 3\n")
    assert refused.value.problem_mark is not None
    assert refused.value.problem_mark.line == 2


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_located(tmp_path / "none.yaml")


def test_aliases_of_aliases_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.yaml"
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    path.write_text(f"a0: &a0 [{', '.join('x' * 10)}]\n{levels}", encoding="utf-8")
    with pytest.raises(yaml.YAMLError, match="more than"):
        read_located(path)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nests_that_would_end_the_process_are_refused(tmp_path: Path, opening: str) -> None:
    path = tmp_path / "deep.yaml"
    path.write_text(opening * 200_000, encoding="utf-8")
    read = f"from pathlib import Path; from text.located import read_located; read_located(Path({str(path)!r}))"
    ended = subprocess.run([sys.executable, "-c", read], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr.splitlines()[-1].split(":")[0]) == (1, "RecursionError")
