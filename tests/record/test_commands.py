"""The record from the command line, on a real file."""

import json
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from flowchart import charts
from record.members import add_member
from record.reviews import create_review
from record.store import Store
from tests.charts import SAMPLE
from tests.command_line import as_text, run_command
from tests.record.working_group import make_group, without_the_import

ROOT = Path(__file__).parents[2]
ADMIN = "admin@example.go.th"


def run(url: str, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return as_text(run_command([*map(str, arguments)], variables={**os.environ, "BLUEPRINT_DATABASE_URL": url, **more}))


@pytest.fixture
def kept(tmp_path: Path) -> tuple[str, str]:
    """The URL of a record with one review in it, and the review's id."""
    url = f"sqlite:///{tmp_path}/record.db"
    store = Store(url)
    add_member(store, ADMIN, ADMIN, "ผู้ดูแล")
    review = create_review(
        store,
        ADMIN,
        chart=charts.default(),
        ministry="กระทรวงพาณิชย์",
        title_th="รอบแรก",
        title_en="First",
        started=date(2026, 11, 21),
    )
    store.close()
    return url, review.uid


def test_a_review_moves_to_another_record(kept: tuple[str, str], tmp_path: Path) -> None:
    url, uid = kept
    file, again = tmp_path / "r.json", tmp_path / "again.json"
    assert run(url, "review", "export", uid, file).returncode == 0
    other = f"sqlite:///{tmp_path}/other.db"
    assert uid in run(other, "review", "import", file).stdout
    assert run(other, "review", "export", uid, again).returncode == 0
    assert without_the_import(again.read_bytes()) == json.loads(file.read_bytes())


def test_verify_finds_an_altered_entry(kept: tuple[str, str]) -> None:
    url, _ = kept
    assert run(url, "audit", "verify").returncode == 0
    store = Store(url)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE review SET ministry = 'another'"))
    store.close()
    done = run(url, "audit", "verify", "--lang", "en")
    assert done.returncode == 1
    assert done.stdout.strip()


@pytest.mark.parametrize("lang", ["th", "en"])
def test_what_is_not_there_is_said_in_a_sentence(kept: tuple[str, str], tmp_path: Path, lang: str) -> None:
    url, _ = kept
    unknown = run(url, "review", "export", "no-such-review", tmp_path / "r.json", "--lang", lang)
    broken = tmp_path / "broken.json"
    broken.write_text("{}")
    refused = run(url, "review", "import", broken, "--lang", lang)
    for done in (unknown, refused):
        assert done.returncode == 2
        assert any("ก" <= letter <= "๛" for letter in done.stderr) == (lang == "th"), done.stderr


def test_reviews_are_listed_with_their_ids(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/record.db"
    assert run(url, "review", "list").stdout == ""
    store = Store(url)
    review = make_group(store).review
    store.close()
    listed = run(url, "review", "list", "--lang", "en").stdout
    assert listed == f"{review.uid}  Review 2026 (กระทรวงคมนาคม)\n"


def test_what_the_numbers_of_a_review_hang_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/record.db"
    store = Store(url)
    uid = make_group(store).review.uid
    store.close()
    moves = tmp_path / "moves.csv"
    done = run(url, "sensitivity", "--review", uid, "-o", moves, "--lang", "en")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("3 missions, 1 decided")
    assert lines[1:3] == ["Cancel: 1 mission, of which 1 hangs on one answer", "  1. Still necessary: 0–1"]
    others = len(charts.default().dispositions) - 1
    rows = moves.read_text("utf-8-sig").splitlines()[1:]
    assert len(rows) == others
    assert all(row.startswith("necessary,กระทรวงคมนาคม,cancel,") for row in rows), "its ministry is the review's"
    for wrong in ([SAMPLE, "--review", uid], [], ["--review", uid, "--chart", "blueprint"], ["--review", "none"]):
        refused = run(url, "sensitivity", *wrong, "--lang", "en")
        assert refused.returncode == 2
        assert len(refused.stderr.splitlines()) == 1


def test_members_are_added_on_the_server(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/record.db"
    assert run(url, "member", "list").stdout == ""
    assert run(url, "member", "add", "Somchai@Example.go.th", "สมชาย", "--administrator").returncode == 0
    assert run(url, "member", "add", "malee@example.go.th", "มาลี").returncode == 0
    listed = run(url, "member", "list", "--lang", "en").stdout.splitlines()
    assert listed == ["malee@example.go.th  มาลี", "somchai@example.go.th  สมชาย (administrator)"]


@pytest.mark.parametrize("email", ["somchai@example.go.th", "somchai", ""])
def test_a_member_who_cannot_be_added(tmp_path: Path, email: str) -> None:
    url = f"sqlite:///{tmp_path}/record.db"
    run(url, "member", "add", "somchai@example.go.th", "สมชาย")
    done = run(url, "member", "add", email, "ชื่อ")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_member_is_edited_on_the_server(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/record.db"
    run(url, "member", "add", "somchai@example.go.th", "สมชาย")
    run(url, "member", "add", "malee@example.go.th", "มาลี")
    edited = run(url, "member", "edit", "malee@example.go.th", "--administrator", "--lang", "en")
    assert edited.stdout.splitlines() == ["malee@example.go.th  มาลี (administrator)"]
    edited = run(url, "member", "edit", "somchai@example.go.th", "--name", "สมชาย ใจดี", "--no-administrator")
    assert edited.stdout.splitlines() == ["somchai@example.go.th  สมชาย ใจดี"]
    last = run(url, "member", "edit", "malee@example.go.th", "--no-administrator", "--lang", "en")
    assert last.returncode == 2
    assert "at least one administrator" in last.stderr


def test_tips_are_kept_elsewhere_and_expected_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/prepared.db"
    group = make_group(Store(url))
    uid = group.review.uid
    key = tmp_path / "key"
    public = run(url, "audit", "key", key).stdout.strip()
    assert key.stat().st_mode & 0o777 == 0o600
    assert run(url, "audit", "key", key).returncode == 2, "a key is not written over"
    with_key = {"BLUEPRINT_SIGNING_KEY_FILE": str(key)}
    assert run(url, "audit", "sign", **with_key).returncode == 0
    tips = tmp_path / "tips"
    tips.write_text(run(url, "audit", "tips", **with_key).stdout, encoding="utf-8")
    assert public in tips.read_text(encoding="utf-8")
    assert run(url, "audit", "verify", "--expect", tips, **with_key).returncode == 0
    pack = tmp_path / "pack.pdf"
    assert run(url, "summary", "--review", uid, "-o", pack, "--lang", "en").returncode == 0
    assert run(url, "audit", "verify", "--pack", pack).returncode == 0
    with group.store.engine.begin() as connection:
        connection.execute(text("DELETE FROM signed_tip"))
        connection.execute(text("UPDATE head SET seq = seq - 1"))
        connection.execute(
            text("DELETE FROM change WHERE seq > (SELECT seq FROM head WHERE head.chain = change.chain)")
        )
    group.store.close()
    for option in (("--expect", tips), ("--pack", pack)):
        done = run(url, "audit", "verify", *option, "--lang", "en")
        assert done.returncode == 1
        assert "was there once and is not now" in done.stdout
    for wrong in (tmp_path / "key", Path(__file__)):
        assert run(url, "audit", "verify", "--expect", wrong).returncode == 2
        assert run(url, "audit", "verify", "--pack", wrong).returncode == 2


def test_a_document_that_names_the_tip_must_have_been_made_here(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/prepared.db"
    group = make_group(Store(url))
    group.store.close()
    keys = [{"BLUEPRINT_SIGNING_KEY_FILE": str(tmp_path / name)} for name in ("ours", "theirs")]
    for key in keys:
        run(url, "audit", "key", key["BLUEPRINT_SIGNING_KEY_FILE"])
    ours, theirs = keys
    assert run(url, "audit", "sign", **ours).returncode == 0
    for name, key in (("ours.pdf", ours), ("theirs.pdf", theirs), ("nobodys.pdf", {})):
        made = run(url, "summary", "--review", group.review.uid, "-o", tmp_path / name, **key)
        assert made.returncode == 0, made.stderr

    def verified(name: str) -> tuple[int, str]:
        done = run(url, "audit", "verify", "--pack", tmp_path / name, "--lang", "en", **ours)
        return done.returncode, done.stdout + done.stderr

    assert verified("ours.pdf")[0] == 0
    assert "and is signed" in verified("ours.pdf")[1]
    code, told = verified("theirs.pdf")
    assert code == 1
    assert "not genuine" in told
    code, told = verified("nobodys.pdf")
    assert code == 0
    assert "It is not signed" in told


def test_a_database_that_is_not_there_is_not_sound(tmp_path: Path) -> None:
    done = run(f"sqlite:///{tmp_path}/typo.db", "audit", "verify", "--lang", "en")
    assert done.returncode == 2
    assert "no database" in done.stderr
    assert not (tmp_path / "typo.db").exists()
