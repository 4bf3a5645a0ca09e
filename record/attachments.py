"""The evidence of an answer: references to laws and resolutions, links, and files kept in the database."""

import hashlib
from pathlib import PurePath
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import undefer

from record.chart_versions import chart_to_answer
from record.limits import checked_link, checked_question, checked_text
from record.models import Evidence, EvidenceKind
from record.store import GROUP, MissionRead, MissionWrite, Store
from record.store_error import StoreError

LARGEST_FILE = 10 * 1024 * 1024
"""The largest file taken, in bytes."""
MOST_FILES = 50
"""The most files of one mission."""

_ZIP, _JPEG = b"PK\x03\x04", b"\xff\xd8\xff"
_OFFICE = "application/vnd.openxmlformats-officedocument"
FILE_TYPES: dict[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", _ZIP),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _ZIP),
    ".pptx": (f"{_OFFICE}.presentationml.presentation", _ZIP),
    ".odt": ("application/vnd.oasis.opendocument.text", _ZIP),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", _ZIP),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", _JPEG),
    ".jpeg": ("image/jpeg", _JPEG),
}
"""The endings that a file's name may have, each with the media type and the bytes that such a file begins with."""


def add_reference(store: Store, by: str, mission_id: int, question: str, text: str) -> Evidence:
    """Add a law, resolution or other document by its name. By member or chair. Raises ``StoreError``."""
    checked_text("evidence", text, needed=True)
    with store.mission(by, mission_id, GROUP) as write:
        return _added(write, _evidence(write, question, "reference", text))


def add_link(store: Store, by: str, mission_id: int, question: str, address: str) -> Evidence:
    """Add an http or https address. By member or chair. Raises ``StoreError``."""
    address = checked_link(address)
    with store.mission(by, mission_id, GROUP) as write:
        return _added(write, _evidence(write, question, "link", address))


def add_file(
    store: Store, by: str, mission_id: int, question: str, file_name: str, content: bytes, caption: str = ""
) -> Evidence:
    """Add a file of one of ``FILE_TYPES``, at most ``LARGEST_FILE`` bytes.

    By member or chair. Raises ``StoreError``.
    """
    checked_text("evidence", caption)
    name, media_type = checked_file(file_name, content)
    with store.mission(by, mission_id, GROUP) as write:
        files = select(Evidence.id).where(Evidence.mission_id == mission_id, Evidence.kind == "file")
        if len(write.session.scalars(files).all()) >= MOST_FILES:
            raise StoreError("too_many_files", most=MOST_FILES)
        evidence = _evidence(write, question, "file", caption)
        evidence.file_name, evidence.media_type, evidence.content = name, media_type, content
        evidence.size, evidence.sha256 = len(content), hashlib.sha256(content).hexdigest()
        return _added(write, evidence)


def checked_file(file_name: object, content: object) -> tuple[str, str]:
    """The bare name and the media type of a file that may be kept. Raises ``StoreError``."""
    name = PurePath(checked_text("file_name", file_name, needed=True).replace("\\", "/")).name
    media_type, beginning = FILE_TYPES.get(PurePath(name).suffix.lower(), ("", b""))
    if not media_type or not isinstance(content, bytes) or not content.startswith(beginning):
        raise StoreError("file_type", value=name, allowed=", ".join(FILE_TYPES))
    if len(content) > LARGEST_FILE:
        raise StoreError("file_size", value=name, megabytes=LARGEST_FILE // 1024**2)
    return name, media_type


def remove_evidence(store: Store, by: str, mission_id: int, uid: str) -> None:
    """Take evidence away; that it was there stays in the log, with the hash of a file. By member or chair.

    Raises ``StoreError``.
    """
    with store.mission(by, mission_id, GROUP) as write:
        found = write.session.scalar(select(Evidence).where(Evidence.mission_id == mission_id, Evidence.uid == uid))
        if found is None:
            raise StoreError("not_found")
        write.session.delete(found)
        write.record("evidence", uid, found.as_json(), None)


def evidence_of(read: MissionRead) -> list[Evidence]:
    """The evidence of a mission in the order it was added, without the bytes of files."""
    query = select(Evidence).where(Evidence.mission_id == read.mission.id).order_by(Evidence.id)
    return list(read.session.scalars(query))


def file_of(read: MissionRead, uid: str) -> Evidence:
    """A file with its bytes in ``content``. Raises ``StoreError``, ``damaged`` when they are not those once kept."""
    query = select(Evidence).filter_by(mission_id=read.mission.id, uid=uid, kind="file")
    found = read.session.scalar(query.options(undefer(Evidence.content)))
    if found is None or found.content is None:
        raise StoreError("not_found")
    if hashlib.sha256(found.content).hexdigest() != found.sha256:
        raise StoreError("damaged")
    return found


def _evidence(write: MissionWrite, question: str, kind: EvidenceKind, text: str) -> Evidence:
    checked_question(chart_to_answer(write.review), question)
    evidence = Evidence(mission_id=write.mission.id, uid=uuid4().hex, question=question, kind=kind, text=text)
    evidence.by, evidence.at = write.by, write.at
    return evidence


def _added(write: MissionWrite, evidence: Evidence) -> Evidence:
    """Add it, unless the very same is there: a button was pressed twice."""
    names = ("mission_id", "question", "kind", "text", "file_name", "sha256")
    same = {name: getattr(evidence, name) for name in names}
    if found := write.session.scalar(select(Evidence).filter_by(**same)):
        return found
    write.add(evidence, "evidence", evidence.uid, mission=write.mission.code)
    return evidence
