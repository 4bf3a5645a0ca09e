"""Backups and audits of a record with 48 MB of evidence take the memory of one file, not of all."""

import base64
import hashlib
import json
import os
from pathlib import Path

import pytest

from record.attachments import add_file
from record.store import URL_VARIABLE, Store
from tests.missions.measured import run, told
from tests.record.working_group import MALEE, make_group

FILES, SIZE = 16, 3_000_000


@told
@pytest.mark.slow
def test_a_backup_and_an_audit_hold_one_file_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/record.db"
    monkeypatch.setenv(URL_VARIABLE, url)
    store = Store(url)
    group = make_group(store)
    copy = tmp_path / "copy.json"
    without = [run("audit", "verify"), run("review", "export", group.review.uid, copy)]
    kept = []
    for n in range(FILES):
        content = b"%PDF-1.7\n" + os.urandom(SIZE)
        kept.append(content)
        mission = (group.m1, group.m2, group.m3)[n % 3]
        add_file(store, MALEE, mission, "necessary", f"{n}.pdf", content)
    store.close()
    with_files = [run("audit", "verify"), run("review", "export", group.review.uid, copy)]
    assert [each.code for each in (*without, *with_files)] == [0] * 4
    more = [after.memory - before.memory for before, after in zip(without, with_files, strict=True)]
    assert max(more) < FILES * SIZE // 1_000_000, "MB: less than all files together, whatever their form"
    missions = json.loads(copy.read_bytes())["missions"]
    told_files = [row["content"] for mission in missions for row in mission["evidence"] if row["kind"] == "file"]
    assert {hashlib.sha256(base64.b64decode(text)).digest() for text in told_files} == {
        hashlib.sha256(content).digest() for content in kept
    }
    print("MB more than without files: audit verify, review export:", more)  # noqa: T201
