"""Signing in: who somebody is to a provider, and how long a sign-in counts, kept on the server.

A browser's cookie says only which sign-in it is; whether that still counts is decided here, each time.
"""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias

from sqlalchemy import delete, select

from record.lengths import CLAIM
from record.limits import lower_case
from record.models import Identity, Member, SignIn
from record.row import Json, canonical, storable
from record.store import ADMINISTRATORS, OPERATOR, Read, Store, own_row, roles_of
from record.store_error import StoreError

Refusal: TypeAlias = Literal["no_email", "unverified", "unknown", "other_identity", "ended", "idle", "too_old"]
_ONE_SIGN_IN = ("iss", "sub", "aud", "iat", "exp", "nonce", "jti", "sid")
"""The claims of a provider that together tell one sign-in from another."""
_SEEN_EVERY = timedelta(minutes=1)
_KEPT = timedelta(days=40)
"""How long an old sign-in is kept: longer than a browser keeps the cookie of one."""


@dataclass(frozen=True)
class SignInRules:
    """How long a sign-in counts, and whether the provider gives out only its own addresses, verified or not."""

    idle: timedelta = timedelta(hours=2)
    lifetime: timedelta = timedelta(hours=12)
    own_addresses: bool = False


class SignInRefused(Exception):  # noqa: N818
    """Somebody signed in with the provider and is not let in here."""

    def __init__(self, code: Refusal, email: str) -> None:
        self.code, self.email = code, email
        super().__init__(code)


def identity_key(issuer: str, subject: str) -> str:
    """What names an identity in the log."""
    return hashlib.sha256(canonical([issuer, subject]).encode()).hexdigest()


def sign_in_id(claims: Mapping[str, object]) -> str:
    """What names a sign-in; a copied cookie is the same sign-in."""
    told: dict[str, Json] = {name: str(claims[name]) for name in _ONE_SIGN_IN if claims.get(name) is not None}
    return hashlib.sha256(canonical(told).encode()).hexdigest()


def admit(store: Store, claims: Mapping[str, object], rules: SignInRules, now: datetime | None = None) -> Member:
    """The member whom the provider's ``claims`` stand for, while the sign-in counts.

    The first sign-in binds issuer and subject to the member whose e-mail was invited. Raises ``SignInRefused``, and
    ``StoreError``.
    """
    now = now or datetime.now(UTC)
    issuer, subject = (str(claims.get(name) or "") for name in ("iss", "sub"))
    email = lower_case(str(claims.get("email") or "").strip())
    if not (0 < len(issuer) <= CLAIM and 0 < len(subject) <= CLAIM):  # cut off, two accounts would be one
        raise SignInRefused("unknown", email)
    with store.read(OPERATOR) as read:
        kept = read.session.get(SignIn, sign_in_id(claims))
        bound = read.session.get(Identity, (issuer, subject)) if storable(issuer + subject) else None
        member = own_row(read.session, bound.email if bound else email)
    if kept is None:
        if _began(claims, now) + rules.lifetime < now:
            raise SignInRefused("too_old", email)
        if bound is None:
            _check_invited(member, claims, email, rules)
        return _begin(store, claims, issuer, subject, member.email if member else "", now)
    if refusal := _over(kept, rules, now):
        raise SignInRefused(refusal, email)
    if member is None or bound is None or member.email != kept.email:
        raise SignInRefused("unknown", email)
    if kept.seen + _SEEN_EVERY < now:
        with suppress(StoreError), store.unlogged() as session:  # that it was seen may be noted the next time
            if (row := session.get(SignIn, kept.id)) is not None:
                row.seen = now
    return member


def still_counts(store: Store, claims: Mapping[str, object], rules: SignInRules) -> bool:
    """Whether the sign-in of the ``claims`` counts at this moment. That it was asked is no use of it.

    Raises ``StoreError``.
    """
    with store.read(OPERATOR) as read:
        kept = read.session.get(SignIn, sign_in_id(claims))
        return kept is not None and _over(kept, rules, datetime.now(UTC)) is None


def _over(kept: SignIn, rules: SignInRules, now: datetime) -> Refusal | None:
    """Why a sign-in counts no more; None while it does."""
    if kept.ended is not None:
        return "ended"
    if not kept.began <= now <= kept.began + rules.lifetime:
        return "too_old"
    return "idle" if kept.seen + rules.idle < now else None


def _check_invited(member: Member | None, claims: Mapping[str, object], email: str, rules: SignInRules) -> None:
    if not email:
        raise SignInRefused("no_email", email)
    # Some providers say "true" instead of true.
    if not rules.own_addresses and str(claims.get("email_verified", False)).lower() != "true":
        raise SignInRefused("unverified", email)
    if member is None:
        raise SignInRefused("unknown", email)


def _began(claims: Mapping[str, object], now: datetime) -> datetime:
    issued = claims.get("iat")
    if type(issued) is not int or not 0 < issued < 2**33:
        return now
    return min(datetime.fromtimestamp(issued, UTC), now)


def _begin(store: Store, claims: Mapping[str, object], issuer: str, subject: str, email: str, now: datetime) -> Member:
    with store.binding(email) as write:
        session = write.session
        member = own_row(session, email)
        if member is None:
            raise SignInRefused("unknown", email)
        bound = session.get(Identity, (issuer, subject))
        if bound is None:
            if session.scalar(select(Identity.subject).filter_by(email=email)) is not None:
                raise SignInRefused("other_identity", email)
            row = Identity(issuer=issuer, subject=subject, email=email, at=now)
            write.add(row, "identity", identity_key(issuer, subject))
        session.execute(delete(SignIn).where(SignIn.began < now - _KEPT))
        session.merge(SignIn(id=sign_in_id(claims), email=email, began=_began(claims, now), seen=now))
        return member


def sign_ins(read: Read, rules: SignInRules, now: datetime | None = None) -> list[SignIn]:
    """The sign-ins that count now, the last seen first. For administrators. Raises ``StoreError``."""
    now = now or datetime.now(UTC)
    if not roles_of(read.session, read.reader, None) & ADMINISTRATORS:
        raise StoreError("not_allowed")
    query = select(SignIn).where(SignIn.ended.is_(None), SignIn.seen >= now - rules.idle)
    return list(read.session.scalars(query.where(SignIn.began >= now - rules.lifetime).order_by(SignIn.seen.desc())))


def end_sign_in(store: Store, by: str, sign_in: str) -> None:
    """End a sign-in, in all its tabs and copies. By whoever signed in, or an administrator. Raises ``StoreError``."""
    with store.unlogged() as session:
        row = session.get(SignIn, sign_in)
        if row is None or (row.email != by and not roles_of(session, by, None) & ADMINISTRATORS):
            raise StoreError("not_allowed")
        if row.ended is None:
            row.ended, row.ended_by = datetime.now(UTC), by


def release_identity(store: Store, by: str, email: str) -> None:
    """Forget which account at a provider is the member's, and end their sign-ins; the next sign-in binds anew.

    By an administrator. Raises ``StoreError``.
    """
    with store.office(by, operator=True) as write:
        for row in write.session.scalars(select(Identity).where(Identity.email == email)).all():
            write.session.delete(row)
            write.change("identity", identity_key(row.issuer, row.subject), row.as_json(), None)
        for sign_in in write.session.scalars(select(SignIn).where(SignIn.email == email, SignIn.ended.is_(None))):
            sign_in.ended, sign_in.ended_by = write.at, by
