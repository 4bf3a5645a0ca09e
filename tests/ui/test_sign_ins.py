"""Administrators see who is signed in, end a sign-in and release an account."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from record.sign_in import SignInRefused, SignInRules, admit
from record.store import Store
from record.store_error import StoreError
from tests.record.working_group import ADMIN, MALEE, PRASERT, Group, make_group
from tests.ui.steps import still
from text.words import LANGS, Lang

CLAIMS = {"iss": "https://login.example.go.th", "sub": "1", "email": MALEE, "email_verified": True, "nonce": "n"}


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Group:
    monkeypatch.setenv("BLUEPRINT_DATABASE_URL", f"sqlite:///{tmp_path}/record.db")
    return make_group(Store.from_environment())


def sign_ins_page() -> None:
    import streamlit as st

    from record.members import find_member
    from record.store_error import StoreError
    from ui.reviews import sign_ins
    from ui.who import record

    member = find_member(record(), st.session_state["me"])
    assert member
    try:
        sign_ins.show(member)
    except StoreError as error:
        st.error(error.code)


def opened(me: str, lang: Lang = "th") -> AppTest:
    app = AppTest.from_function(sign_ins_page, default_timeout=300)
    app.query_params["lang"] = lang
    app.session_state["me"] = me
    return still(app.run())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("way", ["end", "release"])
def test_a_sign_in_is_seen_and_ended(group: Group, lang: Lang, way: str) -> None:
    admit(group.store, CLAIMS, SignInRules())
    app = opened(ADMIN, lang)
    assert any(MALEE.replace(".", "\\.") in block.value for block in app.markdown)
    button = next(button for button in app.button if str(button.key).startswith(way))
    still(button.click().run())
    with pytest.raises(SignInRefused, match="ended"):
        admit(group.store, CLAIMS, SignInRules())
    again = {**CLAIMS, "sub": "2", "nonce": "m"}
    if way == "release":
        assert admit(group.store, again, SignInRules()).email == MALEE
    else:
        with pytest.raises(SignInRefused, match="other_identity"):
            admit(group.store, again, SignInRules())


def test_nobody_else_sees_who_is_signed_in(group: Group) -> None:
    admit(group.store, CLAIMS, SignInRules())
    app = opened(PRASERT)
    assert [error.value for error in app.error] == [StoreError("not_allowed").code]
    assert not [button for button in app.button if str(button.key).startswith(("end", "release"))]
