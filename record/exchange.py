"""A whole review as one JSON document, to keep a copy or to move it to another database. Nothing is left out."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.rules import checked
from flowchart import charts
from flowchart.chart import Chart
from missions.files.detail_fields import DETAIL_FIELDS
from missions.files.plain_json import read_json
from missions.files.problems import FileError
from record.attachments import checked_file
from record.chain import IMPORT, MOVE, Key, first_difference, first_tampering, replay
from record.chart_versions import carried_chart, chart_for, profile_as_data
from record.import_rows import FIELDS, checked_fields
from record.limits import checked_choice, checked_date, checked_email, checked_text
from record.links import link_kinds
from record.models import (
    DRAFT_KINDS,
    EVIDENCE_KINDS,
    OFFICE,
    REVIEW_STATUSES,
    ROLES,
    Answer,
    ChainTip,
    Change,
    Comment,
    Draft,
    Evidence,
    Link,
    Member,
    Membership,
    Mission,
    Opinion,
    Proposal,
    Review,
    Settlement,
    SignOff,
)
from record.row import Json, Row, canonical
from record.signing_key import is_signed, own_key, trusted_keys
from record.store import EXPORTERS, ReviewWrite, Store, Write, find_review
from record.store_error import StoreError

FORMAT: Final = "mission-review"
VERSION: Final = 1

OF_MISSION: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "answers": (Answer, ("question",)),
    "opinions": (Opinion, ("question", "by")),
    "settlements": (Settlement, ("question", "at")),
    "evidence": (Evidence, ("uid",)),
    "drafts": (Draft, ("question", "by", "kind")),
    "sign_offs": (SignOff, ("at",)),
    "proposals": (Proposal, ("question", "by")),
    "comments": (Comment, ("uid",)),
}
"""The lists of a mission: what they hold, and what names it there."""
ORDERED: Mapping[str, tuple[str, ...]] = {
    "settlements": ("question", "seq"),
    "sign_offs": ("seq",),
    "comments": ("seq",),
}
"""What orders a list, where that is not what names its rows."""
LOGGED = {"answers": "answer", "opinions": "opinion", "settlements": "settlement", "sign_offs": "sign_off"}
LOGGED |= {"proposals": "proposal", "comments": "comment"}
_FILE = re.compile(r'"\\u0000([^"\\]*)"')
"""How a document names the bytes of a file in JSON. No text that is kept has such a character."""
_UID = re.compile("[0-9a-f]{32}")
_STAYING = ("evidence", "comments")
"""Lists whose rows stay where they are when a review moves to another version of its chart."""
_OF_CHART = ("chart", "profile")
"""What a copy tells of the chart of its review."""
_KINDS: Mapping[str, type[Row]] = {
    "review": Review,
    "membership": Membership,
    "mission": Mission,
    "link": Link,
    "evidence": Evidence,
    **{kind: OF_MISSION[name][0] for name, kind in LOGGED.items()},
}
"""The rows that the changes of a review tell of."""
_LATER = ("proposals", "comments")
"""Lists that a copy made by an older program lacks."""


def export_review(store: Store, by: str, uid: str) -> bytes:
    """The review as JSON (UTF-8), files in base64, drafts and all changes included. Raises ``StoreError``.

    By chair, secretariat or administrator, or by ``OPERATOR`` at the command line.
    """
    return b"".join(export_pieces(store, by, uid))


def export_pieces(store: Store, by: str, uid: str) -> Iterator[bytes]:
    """The same a piece at a time, so that of the files only one is in memory. Raises ``StoreError``."""
    with store.read_review(by, find_review(store, by, uid), EXPORTERS) as read:
        copy = _signed(document(read.session, read.review) | _chart_of(read.session, read.review), read.session)
        yield from _with_files(json.dumps(copy, ensure_ascii=False, indent=1), read.session)


def _chart_of(session: Session, review: Review) -> dict[str, Json]:
    """The chart and its report profile as they are here, so that who lacks that version can read and print the same."""
    try:
        chart: Json = chart_for(review).model_dump(mode="json", exclude_none=True)
    except StoreError:
        return {}
    profile = profile_as_data(session, review)
    return {"chart": chart} | ({} if profile is None else {"profile": profile})


def _with_files(text: str, session: Session) -> Iterator[bytes]:
    """A document's JSON with the bytes of each file where it is named."""
    end = 0
    for named in _FILE.finditer(text):
        content = session.scalar(select(Evidence.content).where(Evidence.uid == named[1]))
        yield text[end : named.start()].encode()
        yield json.dumps(_base64(content)).encode()
        end = named.end()
    yield text[end:].encode()


def document(session: Session, review: Review, *, contents: bool = True) -> dict[str, Any]:
    """The review as it is exported, with ``contents`` naming the bytes of each file, else without them."""
    # Sorted here and not by the database, of which each has an order of letters of its own.
    of_review = session.scalars(select(Mission).where(Mission.review_id == review.id))
    missions = sorted(of_review, key=lambda mission: mission.code)
    memberships = session.scalars(select(Membership).where(Membership.review_id == review.id))
    roles = sorted(memberships, key=lambda membership: membership.email)
    changes = session.scalars(select(Change).where(Change.chain == review.uid).order_by(Change.seq)).all()
    codes = {mission.id: mission.code for mission in missions}
    links = session.scalars(
        select(Link).where(Link.mission_id.in_(select(Mission.id).where(Mission.review_id == review.id)))
    )
    told_links = [{"mission": codes[x.mission_id], "other": codes[x.other_id], **x.as_json()} for x in links]
    mission_lists: dict[int, dict[str, list[dict[str, Json]]]] = {
        m.id: {name: [] for name in OF_MISSION} for m in missions
    }
    for name, (kind, order) in OF_MISSION.items():
        query = select(kind).join(Mission, Mission.id == kind.mission_id).where(Mission.review_id == review.id)
        for row in sorted(session.scalars(query), key=attrgetter(*ORDERED.get(name, order))):
            extra = {"content": f"\0{row.uid}" if row.kind == "file" else None} if kind is Evidence and contents else {}
            mission_lists[row.mission_id][name].append(row.as_json() | extra)
    people: set[Json] = {row.email for row in roles}
    people |= {mission.assignee for mission in missions}
    people |= {
        row["by"]
        for lists in mission_lists.values()
        for name in ("opinions", "drafts", "proposals", "comments")
        for row in lists[name]
    }
    people |= {email for lists in mission_lists.values() for row in lists["comments"] for email in _called(row)}
    found = sorted(session.scalars(select(Member).where(Member.email.in_(people))), key=lambda member: member.email)
    tip = session.get_one(ChainTip, review.uid)
    return {
        "format": FORMAT,
        "version": VERSION,
        "review": review.as_json(),
        "members": [{"email": member.email, "name": member.name} for member in found],
        "memberships": [row.as_json() for row in roles],
        "missions": [mission.as_json() | mission_lists[mission.id] for mission in missions],
        "links": sorted(told_links, key=lambda row: (str(row["mission"]), str(row["other"]))),
        "changes": [change.as_json() for change in changes],
        "head": tip.as_json(),
    }


def import_review(store: Store, by: str, data: bytes) -> Review:
    """Take over an exported review as it was, with its changes. By an administrator or ``OPERATOR``.

    Members not known here are added, without any right beyond the review's roles. Raises ``StoreError``: another form
    or version, a chain or a row that was tampered with, a review that is here already.

    That it was imported becomes the last change of its log, with whether a known key signed the copy and, where
    it is not known here, the chart that the copy carries, with its report profile.
    """
    read = _read(data)
    try:
        return _import(store, by, read)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise StoreError("export_form") from None
    except StoreError as error:
        if error.code == "failed":  # rows that name nobody, or the same thing twice
            raise StoreError("export_form") from None
        raise


def _signed(copy: dict[str, Any], session: Session) -> dict[str, Any]:
    """The copy with the signature of this installation, where it has a key."""
    if (key := own_key()) is None:
        return copy
    digest = hashlib.sha256()
    for piece in _with_files(canonical(copy), session):
        digest.update(piece)
    at = datetime.now(UTC).isoformat()
    return copy | {"signed": {"key": key.public, "at": at, "signature": key.sign(_digest(digest.hexdigest(), at))}}


def _digest(of_copy: str, at: object) -> bytes:
    """What is signed of a copy: the hash of all but the signature, and when."""
    return canonical([of_copy, str(at)]).encode()


def _signer(copy: Mapping[str, Any]) -> str | None:
    """The known key that signed the copy. A copy that holds what nobody vouched for has none, whoever signed it."""
    signed = copy.get("signed")
    if not isinstance(signed, Mapping) or signed.get("key") not in trusted_keys():
        return None
    rest = canonical({name: value for name, value in copy.items() if name != "signed"})
    digest = hashlib.sha256(rest.encode()).hexdigest()
    if not is_signed(_digest(digest, signed.get("at")), signed["key"], signed.get("signature")):
        return None
    imports = (change["after"] for change in copy["changes"] if change["kind"] == IMPORT)
    return str(signed["key"]) if all(after and after.get("vouched") for after in imports) else None


def rows_by_key(read: dict[str, Any]) -> dict[Key, Json]:
    """The rows of an exported review by what names them in its changes. Drafts are not among them."""
    rows: dict[Key, Json] = {("review", "", ""): read["review"]}
    rows |= {("membership", "", row["email"]): row for row in read["memberships"]}
    for mission in read["missions"]:
        code = mission["code"]
        rows["mission", code, ""] = {name: value for name, value in mission.items() if name not in OF_MISSION}
        for name, kind in LOGGED.items():
            columns = OF_MISSION[name][1]
            rows |= {(kind, code, "/".join(row[column] for column in columns)): row for row in mission[name]}
        for row in mission["evidence"]:
            rows["evidence", code, row["uid"]] = {name: value for name, value in row.items() if name != "content"}
    for link in read["links"]:
        rows["link", link["mission"], link["other"]] = {"kind": link["kind"]}
    return rows


def _read(data: bytes) -> dict[str, Any]:
    try:
        read = read_json(data)
        canonical(read).encode()
    except FileError:
        raise StoreError("export_costly") from None
    except (ValueError, RecursionError):
        raise StoreError("export_form") from None
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise StoreError("export_form")
    for mission in read["missions"] if isinstance(read.get("missions"), list) else ():
        if isinstance(mission, dict):
            for name in _LATER:
                mission.setdefault(name, [])
    if type(read.get("version")) is not int or read["version"] != VERSION:
        raise StoreError("export_version", value=str(read.get("version")), known=VERSION)
    return read


def _import(store: Store, by: str, read: dict[str, Any]) -> Review:
    review = Review.from_json(read["review"])
    _check_uid(review.uid)
    checked_choice("status", review.status, REVIEW_STATUSES)
    checked_date("started", review.started)
    for field in ("ministry", "title_th"):
        checked_text(field, getattr(review, field), needed=True)
    chart, defects = carried_chart(review, read.get("chart"))
    changes = [Change.from_json(change) for change in read["changes"]]
    for change in changes:
        for row in (change.before, change.after):
            _check_logged(change.kind, row)
    tip = ChainTip.from_json(read["head"])
    if tip.chain != review.uid or review.uid == OFFICE:
        raise StoreError("export_form")
    tampering = first_tampering(review.uid, read["changes"], tip.seq, tip.hash)
    tampering = tampering or first_difference(review.uid, rows_by_key(read), replay(read["changes"]))
    if tampering:
        raise StoreError("tampered", seq=tampering.seq)
    key = _signer(read)
    review.vouched = key is not None
    # Of several changes of one row the first counts: a comment stays where it was begun when it is resolved.
    numbers = {(c["kind"], c["mission"], c["subject"]): c["seq"] for c in reversed(read["changes"])}
    moved = any(change["kind"] == MOVE for change in read["changes"])
    with store.office(by, operator=True) as write:
        session = write.session
        if session.scalar(select(Review.id).where(Review.uid == review.uid)):
            raise StoreError("review_exists")
        _add_members(write, read["members"])
        session.add_all([review, tip, *changes])
        session.flush()
        for row in read["memberships"]:
            checked_choice("role", row["role"], ROLES)
            session.add(Membership.from_json(row, review_id=review.id))
        ids: dict[str, int] = {}
        for entry in read["missions"]:
            fields = {name: value for name, value in entry.items() if name not in OF_MISSION}
            told = {**fields, **_details(fields)}
            checked_fields({name: told[name] for name in FIELDS if told.get(name) is not None})
            mission = Mission.from_json(fields, review_id=review.id)
            session.add(mission)
            session.flush()
            ids[mission.code] = mission.id
            for name in OF_MISSION:
                _check_rows(chart, name, entry[name], moved=moved)
            # Evidence is told in the order in which it was added, which its ids here keep.
            entry["evidence"].sort(key=lambda row, code=mission.code: numbers["evidence", code, row["uid"]])
            for name, (kind, _) in OF_MISSION.items():
                for row in entry[name]:
                    made = _row(kind, row, mission.id)
                    if isinstance(made, Settlement | SignOff | Comment):
                        subject = "/".join(row[column] for column in OF_MISSION[name][1])
                        made.seq = numbers[LOGGED[name], mission.code, subject]
                    session.add(made)
        for link in read["links"]:
            checked_choice("kind", link["kind"], link_kinds(chart))
            if link["mission"] == link["other"]:
                raise StoreError("export_form")
            session.add(Link(mission_id=ids[link["mission"]], other_id=ids[link["other"]], kind=link["kind"]))
        copy: dict[str, Json] = {"vouched": review.vouched, "changes": tip.seq, "head": tip.hash}
        carried = {name: read[name] for name in _OF_CHART if name in read} if not charts.has_own(chart) else {}
        write.change("review", review.uid, None, review.as_json() | copy)
        ReviewWrite(session, by, tip, review).change(IMPORT, review.uid, None, copy | {"key": key} | carried)
    if carried:
        charts.adopt_imported(chart, defects)
    return review


def _check_uid(uid: str) -> None:
    """Such names are made here and nowhere else, so they are of one form. Raises ``StoreError``."""
    if not _UID.fullmatch(uid):
        raise StoreError("export_form")


def _check_logged(kind: str, row: object) -> None:
    """A row as a change tells of it can be told again. Raises ``ValueError`` or ``StoreError``."""
    if row is None or (kind not in _KINDS and isinstance(row, dict)):
        return
    told = _KINDS[kind].fields_of(row)
    if kind == "settlement":
        views = told["minority"]
        names = ("by", "value", "reason")
        if not isinstance(views, list) or not all(type(view[name]) is str for view in views for name in names):
            raise StoreError("export_form")
    elif kind == "sign_off":
        if not isinstance(told["decision"], dict):
            raise StoreError("export_form")
    elif kind == "comment":
        if not all(type(email) is str for email in _called(told)):
            raise StoreError("export_form")
    elif kind == "mission":
        _details(told)


def _details(mission: dict[str, Any]) -> dict[str, Any]:
    """The details of an exported mission. Raises ``StoreError`` when they are none."""
    details = mission.get("details")
    if details is None:
        return {}
    if not isinstance(details, dict) or not set(details) <= set(DETAIL_FIELDS):
        raise StoreError("export_form")
    return details


def _check_rows(chart: Chart, name: str, rows: list[dict[str, Any]], *, moved: bool) -> None:
    """Rows of a list of a mission speak of the chart's questions and answers. Raises ``ValueError``."""
    for row in rows:
        stays = moved and name in _STAYING  # with a question that a later version of the chart may not have
        if "question" in row and not stays and row["question"] not in chart.questions:
            raise StoreError("export_form")
        if row.get("value") is not None:
            checked(chart, {row["question"]: row["value"]})
        if name == "drafts":
            checked_choice("kind", row["kind"], DRAFT_KINDS)
        if name == "comments":
            begun = {each["uid"]: each["question"] for each in rows if each["reply_to"] is None}
            fits = row["reply_to"] is None or begun.get(row["reply_to"]) == row["question"]
            if not fits:
                raise StoreError("export_form")
        if "uid" in row:
            _check_uid(row["uid"])


def _called(comment: Mapping[str, Any]) -> list[Any]:
    """Whom a comment calls. Raises ``StoreError`` when it does not say so in a list."""
    if not isinstance(comment["mentions"], list):
        raise StoreError("export_form")
    return comment["mentions"]


def _add_members(write: Write, members: list[dict[str, Any]]) -> None:
    for entry in members:
        member = Member.from_json({**entry, "administrator": False})
        if member.email != checked_email(member.email):
            raise StoreError("email", value=member.email)
        checked_text("name", member.name, needed=True)
        if write.session.get(Member, member.email) is None:
            write.add(member, "member", member.email)
    write.session.flush()


def _row(kind: type[Row], data: dict[str, Any], mission_id: int) -> Row:
    if kind is not Evidence:
        return kind.from_json(data, mission_id=mission_id)
    checked_choice("kind", data["kind"], EVIDENCE_KINDS)
    encoded = data["content"]
    content = None if encoded is None else base64.b64decode(encoded, validate=True)
    fields = {name: value for name, value in data.items() if name != "content"}
    digest = None if content is None else hashlib.sha256(content).hexdigest()
    if fields["sha256"] != digest or (fields["kind"] == "file") != (content is not None):
        raise StoreError("tampered", seq=0)
    if content is not None and (fields["file_name"], fields["media_type"]) != checked_file(
        fields["file_name"], content
    ):
        raise StoreError("export_form")
    return Evidence.from_json(fields, mission_id=mission_id, content=content)


def _base64(content: bytes | None) -> str | None:
    return None if content is None else binascii.b2a_base64(content, newline=False).decode()
