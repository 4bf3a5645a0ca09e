"""YAML read with its lines."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from text.located import Located, NotYamlError, read_located

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
    with pytest.raises(NotYamlError) as refused:
        read(tmp_path, "a: 1\nb: [2\nc: 3\n")
    assert refused.value.line == 3


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_located(tmp_path / "none.yaml")


def test_aliases_of_aliases_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.yaml"
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    path.write_text(f"a0: &a0 [{', '.join('x' * 10)}]\n{levels}", encoding="utf-8")
    with pytest.raises(NotYamlError, match="more than"):
        read_located(path)


def test_of_too_many_values_no_more_are_read_than_are_allowed(tmp_path: Path) -> None:
    def seconds(values: int) -> float:
        path = tmp_path / f"{values}.yaml"
        path.write_text("k:\n" * values, encoding="utf-8")
        begun = time.process_time()
        with pytest.raises(NotYamlError, match="more than 300,000 values"):
            read_located(path)
        return time.process_time() - begun

    assert seconds(4_800_000) < 2 * seconds(1_200_000)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nests_that_would_end_the_process_are_refused(tmp_path: Path, opening: str) -> None:
    path = tmp_path / "deep.yaml"
    path.write_text(opening * 200_000, encoding="utf-8")
    read = f"from pathlib import Path; from text.located import read_located; read_located(Path({str(path)!r}))"
    ended = subprocess.run([sys.executable, "-c", read], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert (ended.returncode, ended.stderr.splitlines()[-1].split(":")[0]) == (1, "RecursionError")


_TWICE = """
import sys
from pathlib import Path
from text.located import read_located
found = read_located(Path(sys.argv[1]))
print("yaml" in sys.modules, found.value, found.line(("b",)), found.duplicates)
"""


def _read_by_a_program(folder: Path, text: str) -> str:
    """What a copy of the program in ``folder`` finds in a file of its own."""
    (folder / "words.yaml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", _TWICE, str(folder / "words.yaml")]
    writing = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, cwd=folder, env=writing, capture_output=True, text=True, check=True, timeout=300)
    return done.stdout.strip()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "text", tmp_path / "text", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_a_file_of_the_program_is_read_as_yaml_only_once(program: Path) -> None:
    text = "a: yes\nb: [ก]\na: no\n"
    said = "{'a': 'no', 'b': ['ก']} 2 [('a',)]"
    assert _read_by_a_program(program, text) == f"True {said}"
    assert _read_by_a_program(program, text) == f"False {said}"


def test_what_was_kept_is_never_told_of_a_file_that_changed(program: Path) -> None:
    _read_by_a_program(program, "a: 1\nb: 2\n")
    assert _read_by_a_program(program, "a: 1\n\nb: 3\n") == "True {'a': '1', 'b': '3'} 3 []"


@pytest.mark.parametrize("damage", [b"", b"no marshal", b"N", b"i\x01\x00\x00\x00"])
def test_what_was_kept_and_is_damaged_is_read_again(program: Path, damage: bytes) -> None:
    _read_by_a_program(program, "b: 2\n")
    for kept in (program / "__pycache__").iterdir():
        kept.write_bytes(damage)
    assert _read_by_a_program(program, "b: 2\n") == "True {'b': '2'} 1 []"
    assert _read_by_a_program(program, "b: 2\n") == "False {'b': '2'} 1 []"


def test_of_a_file_that_is_not_of_the_program_nothing_is_kept(tmp_path: Path) -> None:
    read(tmp_path, TEXT)
    assert [path.name for path in tmp_path.iterdir()] == ["text.yaml"]
