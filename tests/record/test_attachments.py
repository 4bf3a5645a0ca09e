import hashlib

import pytest
import sqlalchemy as sa

from record.attachments import (
    LARGEST_FILE,
    MOST_FILES,
    add_file,
    add_link,
    add_reference,
    evidence_of,
    file_of,
    remove_evidence,
)
from record.audit import history
from record.store_error import StoreError
from tests.record.working_group import CHAIR, MALEE, Group, of_mission
from text.words import LANGS

PDF = b"%PDF-1.7 \x00\x01"


def test_evidence_of_three_kinds(group: Group) -> None:
    add_reference(group.store, MALEE, group.m1, "core", "มติ ครม. 7 กันยายน 2553")
    add_link(group.store, MALEE, group.m1, "core", " https://www.opdc.go.th/หน้า ")
    kept = add_file(group.store, MALEE, group.m1, "core", "C:\\งาน\\คำสั่ง <b>.PDF", PDF, "คำสั่งกรม")
    assert [(e.kind, e.text) for e in of_mission(evidence_of, group.store, group.m1)] == [
        ("reference", "มติ ครม. 7 กันยายน 2553"),
        ("link", "https://www.opdc.go.th/หน้า"),
        ("file", "คำสั่งกรม"),
    ]
    found = of_mission(lambda read: file_of(read, kept.uid), group.store, group.m1)
    assert (found.file_name, found.media_type, found.size) == ("คำสั่ง <b>.PDF", "application/pdf", len(PDF))
    assert (found.content, found.sha256) == (PDF, hashlib.sha256(PDF).hexdigest())
    remove_evidence(group.store, CHAIR, group.m1, kept.uid)
    gone = of_mission(history, group.store, group.m1)[-1]
    assert gone.after is None
    assert gone.before
    assert (gone.before["sha256"], gone.by) == (found.sha256, CHAIR)
    with pytest.raises(StoreError, match="not_found"):
        of_mission(lambda read: file_of(read, kept.uid), group.store, group.m1)
    with pytest.raises(StoreError, match="not_found"):
        remove_evidence(group.store, MALEE, group.m1, kept.uid)
    assert group.sound()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", PDF, "file_type"),
        ("a.pdf.exe", PDF, "file_type"),
        ("a.pdf", b"MZ\x90", "file_type"),
        ("a.pdf", b"", "file_type"),
        ("a.png", PDF, "file_type"),
        ("a.svg", b"<svg onload=alert(1)>", "file_type"),
        ("a.html", b"<html>", "file_type"),
        ("a", PDF, "file_type"),
        ("", PDF, "missing"),
        ("a\0.pdf", PDF, "characters"),
        ("x" * 1001 + ".pdf", PDF, "too_long"),
        ("a.pdf", "%PDF-1.7", "file_type"),
        ("a.pdf", PDF + b"0" * LARGEST_FILE, "file_size"),
    ],
)
def test_files_that_are_not_taken(group: Group, name: str, content: bytes, code: str) -> None:
    with pytest.raises(StoreError) as error:
        add_file(group.store, MALEE, group.m1, "core", name, content)
    assert error.value.code == code
    assert all(error.value.sentence(lang) for lang in LANGS)
    assert of_mission(evidence_of, group.store, group.m1) == []


def test_evidence_given_twice_at_once_is_one(group: Group) -> None:
    for _ in range(2):
        add_reference(group.store, MALEE, group.m1, "core", "พ.ร.บ. ก ม. 5")
        add_link(group.store, MALEE, group.m1, "core", "https://www.opdc.go.th/")
        add_file(group.store, MALEE, group.m1, "core", "คำสั่ง.pdf", PDF)
    assert [evidence.kind for evidence in of_mission(evidence_of, group.store, group.m1)] == [
        "reference",
        "link",
        "file",
    ]
    add_reference(group.store, MALEE, group.m1, "devolvable", "พ.ร.บ. ก ม. 5")
    assert len(of_mission(evidence_of, group.store, group.m1)) == 4, "of another question"


def test_the_largest_file_is_taken(group: Group) -> None:
    content = PDF + b"0" * (LARGEST_FILE - len(PDF))
    kept = add_file(group.store, MALEE, group.m1, "core", "a.pdf", content)
    assert of_mission(lambda read: file_of(read, kept.uid), group.store, group.m1).content == content


def test_a_mission_has_so_many_files(group: Group) -> None:
    for number in range(MOST_FILES):
        add_file(group.store, MALEE, group.m1, "core", f"{number}.pdf", PDF)
    with pytest.raises(StoreError, match="too_many_files"):
        add_file(group.store, MALEE, group.m1, "core", "a.pdf", PDF)
    add_file(group.store, MALEE, group.m2, "core", "a.pdf", PDF)


def test_bytes_that_changed_are_not_handed_out(group: Group) -> None:
    kept = add_file(group.store, MALEE, group.m1, "core", "a.pdf", PDF)
    with group.store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE evidence SET content = :c"), {"c": PDF + b"!"})
    with pytest.raises(StoreError, match="damaged"):
        of_mission(lambda read: file_of(read, kept.uid), group.store, group.m1)
