"""A page that stays open when its sign-in ends, or a role is taken away: what it can still read and write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from record.members import set_role
from record.models import Draft, SignIn
from record.sign_in import SignInRules, admit, end_sign_in, release_identity, sign_in_id
from record.store import Store
from tests.browser.visitor import Visitor, visiting
from tests.record.working_group import ADMIN, MALEE, PRASERT, Group, make_group
from tests.servers import UVICORN, started
from tests.test_asgi import STRONG, with_secrets
from tests.test_uploads import cookie_of

QUESTION, REASON = "Is this mission/task a core mission?", "Reason"


@dataclass
class Ministry:
    """A server where people sign in."""

    address: str
    group: Group

    @contextmanager
    def visited(self, email: str) -> Iterator[tuple[Visitor, str]]:
        """The open page of a mission, of somebody who has begun to answer, and the id of the sign-in."""
        cookie, told = cookie_of(email, self.address)
        with self.group.store.unlogged() as session:  # each test signs in anew
            if (former := session.get(SignIn, sign_in_id(told))) is not None:
                session.delete(former)
        admit(self.group.store, told, SignInRules())
        query = f"mission={self.group.m2}&question=core&lang=en"
        with visiting(self.address, query, cookie=cookie) as visitor:
            visitor.choose(QUESTION, "Yes")
            yield visitor, sign_in_id(told)

    def drafts(self, email: str) -> list[str]:
        with self.group.store.read(ADMIN) as read:
            return list(read.session.scalars(select(Draft.reason).where(Draft.by == email)))


@pytest.fixture(scope="module")
def ministry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ministry]:
    folder = tmp_path_factory.mktemp("ministry")
    with_secrets(folder, STRONG)
    url = f"sqlite:///{folder}/r.db"
    group = make_group(Store(url))
    with started(UVICORN, BLUEPRINT_DATABASE_URL=url, HOME=str(folder)) as address:
        yield Ministry(address, group)


def signed_out(store: Store, sign_in: str) -> None:
    end_sign_in(store, MALEE, sign_in)


def ended_by_an_administrator(store: Store, sign_in: str) -> None:
    end_sign_in(store, ADMIN, sign_in)


def account_released(store: Store, sign_in: str) -> None:
    with store.read(ADMIN) as read:
        email = read.session.scalars(select(SignIn.email).where(SignIn.id == sign_in)).one()
    release_identity(store, ADMIN, email)


def idle(store: Store, sign_in: str) -> None:
    moved(store, sign_in, timedelta(0), timedelta(hours=3))


def too_old(store: Store, sign_in: str) -> None:
    moved(store, sign_in, timedelta(hours=13), timedelta(0))


def moved(store: Store, sign_in: str, began: timedelta, seen: timedelta) -> None:
    """Put the moments of a sign-in back."""
    with store.unlogged() as session:
        row = session.get_one(SignIn, sign_in)
        row.began, row.seen = row.began - began, row.seen - seen


@pytest.mark.parametrize("end", [signed_out, ended_by_an_administrator, account_released, idle, too_old])
def test_an_open_page_writes_nothing_once_its_sign_in_has_ended(
    ministry: Ministry, end: Callable[[Store, str], None]
) -> None:
    store = ministry.group.store
    for step in ("leave the box", "press Continue"):
        with ministry.visited(MALEE) as (visitor, sign_in):
            visitor.write(REASON, "before")
            assert ministry.drafts(MALEE) == ["before"]
            end(store, sign_in)
            before = ministry.group.changes()
            if step == "leave the box":
                visitor.write(REASON, "after")
            else:
                visitor.press("Continue")
            assert ministry.group.changes() == before
            assert ministry.drafts(MALEE) == ["before"]
            assert visitor.says("sign in again")
            assert REASON not in visitor.widgets, "what was on the page is no longer shown"


def test_what_looks_by_itself_empties_the_page_and_keeps_no_sign_in_alive(ministry: Ministry) -> None:
    with ministry.visited(MALEE) as (visitor, sign_in):
        moved(ministry.group.store, sign_in, timedelta(0), timedelta(minutes=90))
        with ministry.group.store.read(ADMIN) as read:
            before = read.session.get_one(SignIn, sign_in).seen
        visitor.look()
        assert REASON in visitor.widgets
        with ministry.group.store.read(ADMIN) as read:
            assert read.session.get_one(SignIn, sign_in).seen == before
        idle(ministry.group.store, sign_in)
        visitor.look()
        assert visitor.says("sign in again")
        assert REASON not in visitor.widgets


def test_a_role_that_is_taken_away_empties_the_old_page(ministry: Ministry) -> None:
    group = ministry.group
    for press in ("leave the box", "press Continue"):
        with ministry.visited(PRASERT) as (visitor, _):
            visitor.write(REASON, "before")
            set_role(group.store, ADMIN, group.review.id, PRASERT, None)
            before, kept = group.changes(), ministry.drafts(PRASERT)
            if press == "leave the box":
                visitor.write(REASON, "after")
            else:
                visitor.press("Continue")
            assert group.changes() == before
            assert ministry.drafts(PRASERT) == kept
            visitor.again()
            assert REASON not in visitor.widgets
            set_role(group.store, ADMIN, group.review.id, PRASERT, "member")
