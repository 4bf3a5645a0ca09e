"""Tokens by which programs read and write a record: made by an administrator for named reviews, with a role in each.

A program is a member whose address nobody can sign in with, so that what it may do is asked as of any member and what
it writes stands in the log under its name. Of the token itself only a hash is kept.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from record.limits import checked_choice, checked_text
from record.members import write_role
from record.models import PROGRAMS, ROLES, Member, Membership, Review, Role, Token
from record.store import ADMINISTRATOR, OPERATOR, Store, get_review, roles_of
from record.store_error import StoreError

LONGEST_DAYS = 366
_PREFIX = "mrb_"
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")


def make_token(
    store: Store, by: str, name: str, roles: Mapping[int, Role], *, days: int = 90, now: datetime | None = None
) -> tuple[str, Token]:
    """Make a token for a program: its secret, which is told only here, and what is kept of it. By an administrator.

    ``name`` is of small letters, digits and hyphens; a program has one token that counts. Raises ``StoreError``.
    """
    email = _email(name)
    if type(days) is not int or not 0 < days <= LONGEST_DAYS:
        raise StoreError("token_days", most=LONGEST_DAYS)
    if not roles:
        raise StoreError("token_reviews")
    for role in roles.values():
        checked_choice("role", role, ROLES)
    secret = _PREFIX + secrets.token_urlsafe(32)
    made = now or datetime.now(UTC)
    with store.office(by) as write:
        if write.session.scalar(select(Token.id).where(Token.email == email, Token.revoked.is_(None))):
            raise StoreError("token_exists", value=name)
        if write.session.get(Member, email) is None:
            write.add(Member(email=email, name=name, administrator=False), "member", email)
        for review_id, role in sorted(roles.items()):
            write_role(write, write.end_of(get_review(write.session, review_id)), review_id, email, role)
        token = Token(
            id=_hash(secret), email=email, by=by, made=made, expires=made + timedelta(days=days), revoked=None
        )
        write.add(token, "token", token.id)
    return secret, token


def revoke_token(store: Store, by: str, name: str) -> Token:
    """Have a program's token count no more, and take its roles. By an administrator. Raises ``StoreError``."""
    email = _email(name)
    with store.office(by) as write:
        token = write.session.scalar(select(Token).where(Token.email == email, Token.revoked.is_(None)))
        if token is None:
            raise StoreError("no_token", value=name)
        before = token.as_json()
        token.revoked = write.at
        write.change("token", token.id, before, token.as_json())
        held = select(Review).join(Membership, Membership.review_id == Review.id).where(Membership.email == email)
        for review in write.session.scalars(held.order_by(Review.id)).all():
            write_role(write, write.end_of(review), review.id, email, None)
    return token


def tokens(store: Store, reader: str) -> list[Token]:
    """Every token, the newest first. For an administrator or ``OPERATOR``. Raises ``StoreError``."""
    with store.read(reader) as read:
        if reader != OPERATOR and ADMINISTRATOR not in roles_of(read.session, reader, None):
            raise StoreError("not_allowed")
        return list(read.session.scalars(select(Token).order_by(Token.made.desc(), Token.id)))


def reviews_of(store: Store, reader: str) -> dict[str, list[tuple[Review, Role]]]:
    """The reviews of each program, by its address, and its role there. For an administrator. Raises ``StoreError``."""
    found: dict[str, list[tuple[Review, Role]]] = {}
    with store.read(reader) as read:
        if ADMINISTRATOR not in roles_of(read.session, reader, None):
            raise StoreError("not_allowed")
        rows = read.session.execute(
            select(Membership.email, Membership.role, Review)
            .join(Review, Review.id == Membership.review_id)
            .where(Membership.email.in_(select(Token.email)))
            .order_by(Review.id)
        )
        for email, role, review in rows:
            found.setdefault(email, []).append((review, role))
    return found


def bearer(store: Store, secret: str, now: datetime | None = None) -> str | None:
    """The member that a token stands for now; None when it does not count."""
    with store.read(OPERATOR) as read:
        token = read.session.get(Token, _hash(secret))
    if token is None or token.revoked is not None or (now or datetime.now(UTC)) >= token.expires:
        return None
    return token.email


def _email(name: str) -> str:
    if not _NAME.fullmatch(checked_text("name", name, needed=True)):
        raise StoreError("token_name")
    return f"{name}@{PROGRAMS}"


def _hash(secret: str) -> str:
    """A random secret of 256 bits needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
