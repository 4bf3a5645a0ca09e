"""A review of three missions, with everyone who has to do with it."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import func, make_url, select

from flowchart import charts
from missions.files.rows import MissionRow
from record.answering import answers_of
from record.audit import verify
from record.chart_versions import chart_for
from record.members import add_member, members, set_role
from record.models import Change, Member, Mission, Review
from record.reviews import create_review, missions_of
from record.signed import Signed, state_of
from record.signing import sign_offs_of
from record.store import OPERATOR, MissionRead, ReviewRead, Store

T = TypeVar("T")

ADMIN, CHAIR, MALEE, PRASERT, SECRETARY, STRANGER = (
    "admin@example.go.th",
    "chair@example.go.th",
    "malee@example.go.th",
    "prasert@example.go.th",
    "secretary@example.go.th",
    "stranger@example.go.th",
)
GROUP = (CHAIR, MALEE, PRASERT)
ROWS = (
    MissionRow("M1", {"name_th": "ตรวจสภาพรถ", "ministry": "คมนาคม", "budget_satang": 150_000_050, "positions": 7}),
    MissionRow("M2", {"name_th": "พิมพ์ราชกิจจานุเบกษา", "name_en": "Printing"}, {"necessary": "yes", "duplicated": "no"}),
    MissionRow("M3", {"name_th": "งานที่หมดความจำเป็น"}, {"necessary": "no"}),
)


@dataclass
class Group:
    """A review of three missions with a chair, two members and a secretary."""

    store: Store
    review: Review
    missions: list[Mission]

    @property
    def m1(self) -> int:
        return self.missions[0].id

    @property
    def m2(self) -> int:
        return self.missions[1].id

    @property
    def m3(self) -> int:
        return self.missions[2].id

    def sound(self) -> bool:
        return verify(self.store).sound

    def changes(self) -> int:
        """How many changes the log holds."""
        with self.store.read(OPERATOR) as read:
            return read.session.scalar(select(func.count()).select_from(Change)) or 0


def make_group(store: Store) -> Group:
    add_member(store, ADMIN, ADMIN, "ผู้ดูแล")
    for email in (CHAIR, MALEE, PRASERT, SECRETARY, STRANGER):
        add_member(store, ADMIN, email, email.split("@")[0])
    review = create_review(
        store,
        ADMIN,
        chart=charts.default(),
        ministry="กระทรวงคมนาคม",
        title_th="การทบทวนภารกิจ ๒๕๖๙",
        title_en="Review 2026",
        started=date(2026, 8, 31),
        rows=ROWS,
    )
    set_role(store, ADMIN, review.id, CHAIR, "chair")
    set_role(store, ADMIN, review.id, MALEE, "member")
    set_role(store, ADMIN, review.id, PRASERT, "member")
    set_role(store, ADMIN, review.id, SECRETARY, "secretariat")
    return Group(store, review, of_review(missions_of, store, review.id))


def group_of(store: Store) -> Group:
    """The group that was made in a record first."""
    return Group(store, of_review(lambda read: read.review, store, 1), of_review(missions_of, store, 1))


def make_shape(url: str) -> None:
    """Give an empty database its shape."""
    Store(url).close()


def make_group_at(url: str) -> None:
    """Make the group in an empty database."""
    store = Store(url)
    make_group(store)
    store.close()


@cache
def _file_of(make: Callable[[str], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "record.db")
        make(f"sqlite:///{path}")
        return path.read_bytes()


def copied(url: str, make: Callable[[str], object]) -> str:
    """The address of a new file of SQLite, with a copy of what ``make`` makes: making takes a quarter of a second."""
    path = Path(make_url(url).database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(_file_of(make))
    return url


def group_at(url: str) -> Group:
    """The group, in a new file of SQLite."""
    return group_of(Store(copied(url, make_group_at)))


def make_former(store: Store) -> Review:
    """A review of the year before, of one of the three missions, with the same chair."""
    rows = [MissionRow("M2", {"name_th": "พิมพ์ราชกิจจานุเบกษา"}, {"necessary": "no"})]
    words = {"ministry": "กระทรวงคมนาคม", "title_th": "รอบก่อน", "title_en": "The round before"}
    review = create_review(store, ADMIN, chart=charts.default(), rows=rows, started=date(2025, 9, 1), **words)
    set_role(store, ADMIN, review.id, CHAIR, "chair")
    return review


def of_mission(ask: Callable[[MissionRead], T], store: Store, mission_id: int, reader: str = ADMIN) -> T:
    """What a reader is told of a mission."""
    with store.read_mission(reader, mission_id) as read:
        return ask(read)


def of_review(ask: Callable[[ReviewRead], T], store: Store, review_id: int, reader: str = ADMIN) -> T:
    """What a reader is told of a review."""
    with store.read_review(reader, review_id) as read:
        return ask(read)


def everybody(store: Store) -> list[Member]:
    """Every member."""
    with store.read(OPERATOR) as read:
        return members(read)


def without_the_import(copy: bytes) -> dict[str, Any]:
    """A copy of an imported review as it was before: its last change tells that it was imported."""
    read: dict[str, Any] = json.loads(copy)
    assert read["changes"].pop()["kind"] == "import"
    last = read["changes"][-1]
    return read | {"head": {"chain": last["chain"], "seq": last["seq"], "hash": last["hash"]}}


def changes_of(store: Store, chain: str) -> list[Change]:
    """The changes of a review, by its uid, or of the office."""
    with store.read(OPERATOR) as read:
        return list(read.session.scalars(select(Change).where(Change.chain == chain).order_by(Change.seq)))


def signed_state(store: Store, mission: int) -> Signed:
    """Whether what is answered now is what was last signed."""
    with store.read_mission(ADMIN, mission) as read:
        return state_of(sign_offs_of(read), answers_of(read).values(), chart_for(read.review))
