"""Whose sign-in counts, and how long."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from record.audit import verify
from record.members import add_member
from record.sign_in import SignInRefused, SignInRules, admit, end_sign_in, release_identity, sign_in_id, sign_ins
from record.store import Store
from record.store_error import StoreError
from tests.record.working_group import ADMIN, MALEE, PRASERT, Group

NOW = datetime.now(UTC).replace(microsecond=0)
RULES = SignInRules(idle=timedelta(minutes=30), lifetime=timedelta(hours=8))
PROVIDER = "https://login.example.go.th"


def claims(
    sub: str = "1", email: str = MALEE, nonce: str = "a", at: datetime = NOW, **more: object
) -> dict[str, object]:
    return {
        "iss": PROVIDER, "sub": sub, "email": email, "email_verified": True, "nonce": nonce, "iat": int(at.timestamp()),
        **more,
    }  # fmt: skip


def refused(store: Store, told: dict[str, object], at: datetime = NOW, rules: SignInRules = RULES) -> str:
    with pytest.raises(SignInRefused) as error:
        admit(store, told, rules, at)
    return error.value.code


def test_the_first_sign_in_binds_the_account_to_the_invited_address(group: Group) -> None:
    assert admit(group.store, claims(), RULES, NOW).email == MALEE
    assert admit(group.store, claims(nonce="b", email="Married.Name@example.go.th"), RULES, NOW).email == MALEE
    assert refused(group.store, claims("2", nonce="c")) == "other_identity"
    assert verify(group.store).sound
    with group.store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE identity SET email = :email"), {"email": ADMIN})
    assert {tampering.fault for tampering in verify(group.store).tamperings} == {"differs"}


@pytest.mark.parametrize("verified", [False, "false", None, 0, "no"])
def test_an_address_that_nobody_verified_is_nobodys(group: Group, verified: object) -> None:
    told = claims(email_verified=verified)
    assert refused(group.store, told) == "unverified"
    trusted = SignInRules(own_addresses=True)
    assert admit(group.store, told, trusted, NOW).email == MALEE


def test_a_member_has_one_account_whatever_provider_vouches_for_their_address(group: Group) -> None:
    # Of a provider with many tenants, anybody's tenant could vouch for anybody's address.
    assert admit(group.store, claims(), RULES, NOW).email == MALEE
    elsewhere = claims(nonce="b", iss="https://login.elsewhere.example")
    assert refused(group.store, elsewhere) == "other_identity"
    release_identity(group.store, ADMIN, MALEE)
    assert admit(group.store, elsewhere, RULES, NOW).email == MALEE
    assert refused(group.store, claims(nonce="c")) == "other_identity"


@pytest.mark.parametrize(
    "look_alike", ["\u212aanok", "\uff4banok", "k\u0430nok", "kanok\u200b", "kanok+x", "kan\u0307ok"]
)
def test_an_address_that_only_looks_like_an_invited_one_is_a_strangers(group: Group, look_alike: str) -> None:
    add_member(group.store, ADMIN, "kanok@example.go.th", "กนก")
    assert refused(group.store, claims("3", email=f"{look_alike}@example.go.th")) == "unknown"
    assert admit(group.store, claims("4", email=" KANOK@Example.GO.TH "), RULES, NOW).name == "กนก"


@pytest.mark.parametrize("missing", [{"iss": ""}, {"sub": None}, {"sub": "1" * 256}, {"iss": "https://" + "x" * 250}])
def test_an_account_that_cannot_be_told_from_others_is_nobodys(group: Group, missing: dict[str, object]) -> None:
    assert refused(group.store, claims() | missing) == "unknown"


def test_strangers_are_told_apart(group: Group) -> None:
    assert refused(group.store, claims(email="")) == "no_email"
    assert refused(group.store, claims(email="outsider@elsewhere.example")) == "unknown"
    assert refused(group.store, claims("\0", email="\ud800@x")) == "unknown"


def test_signing_out_ends_every_copy_of_the_cookie(group: Group) -> None:
    admit(group.store, claims(), RULES, NOW)
    admit(group.store, claims(nonce="another browser"), RULES, NOW)
    end_sign_in(group.store, MALEE, sign_in_id(claims()))
    assert refused(group.store, claims()) == "ended"
    assert refused(group.store, dict(claims(), provider="x")) == "ended", "what is beside it does not make it another"
    assert admit(group.store, claims(nonce="another browser"), RULES, NOW).email == MALEE


def test_a_sign_in_ends_when_idle_and_at_its_limit(group: Group) -> None:
    admit(group.store, claims(), RULES, NOW)
    at = NOW
    for _ in range(12):
        at += timedelta(minutes=25)
        assert admit(group.store, claims(), RULES, at).email == MALEE
    assert refused(group.store, claims(), at + timedelta(minutes=31)) == "idle"
    at = NOW + timedelta(hours=8, minutes=1)
    assert refused(group.store, claims(), at) == "too_old"
    assert refused(group.store, claims(nonce="old cookie"), at) == "too_old", "also where the server forgot it"


def test_an_administrator_sees_and_ends_sign_ins(group: Group) -> None:
    admit(group.store, claims(), RULES, NOW)
    with group.store.read(ADMIN) as read:
        (seen,) = sign_ins(read, RULES, NOW)
        assert sign_ins(read, RULES, NOW + timedelta(hours=1)) == []
    assert seen.email == MALEE
    with group.store.read(PRASERT) as read, pytest.raises(StoreError, match="not_allowed"):
        sign_ins(read, RULES, NOW)
    with pytest.raises(StoreError, match="not_allowed"):
        end_sign_in(group.store, PRASERT, seen.id)
    end_sign_in(group.store, ADMIN, seen.id)
    assert refused(group.store, claims()) == "ended"


def test_an_account_that_was_replaced_is_released_by_an_administrator(group: Group) -> None:
    admit(group.store, claims(), RULES, NOW)
    with pytest.raises(StoreError, match="not_allowed"):
        release_identity(group.store, MALEE, MALEE)
    release_identity(group.store, ADMIN, MALEE)
    assert refused(group.store, claims()) == "ended"
    assert admit(group.store, claims("2", nonce="b"), RULES, NOW).email == MALEE
    assert verify(group.store).sound


def test_a_member_who_is_gone_from_the_list_is_let_in_no_more(group: Group) -> None:
    told = claims()
    told.pop("iat")
    assert admit(group.store, told, RULES, NOW).email == MALEE
    with group.store.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM identity"))
    assert refused(group.store, told) == "unknown"
