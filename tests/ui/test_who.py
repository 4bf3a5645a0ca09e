"""Who is at the page: names picked in one room, and nobody without signing in where people sign in."""

from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from record.store import Store
from tests.record.working_group import MALEE, copied, everybody, make_group, make_shape
from ui.who import ONE_ROOM

EVERYWHERE = "0.0.0.0"  # noqa: S104


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("BLUEPRINT_DATABASE_URL", copied(f"sqlite:///{tmp_path}/record.db", make_shape))
    monkeypatch.delenv(ONE_ROOM, raising=False)
    return Store.from_environment()


def a_page() -> None:
    import streamlit as st

    from ui.admission import admitted
    from ui.notices import notice
    from ui.who import identify

    notice()
    if admitted():
        st.text("open")
        if member := identify():
            st.text(f"at work: {member.email}")


def opened(lang: str = "th", *, auth: bool = False) -> AppTest:
    app = AppTest.from_function(a_page, default_timeout=300)
    app.query_params["lang"] = lang
    if auth:
        app.secrets["auth"] = {"redirect_uri": "http://localhost/oauth2callback", "cookie_secret": token_hex(32)}
    return app.run()


def pressed(app: AppTest) -> Button:
    """The first button, but for the one that hides the warning."""
    return next(button for button in app.button if button.key != "room_close")


def texts(app: AppTest) -> list[str]:
    assert not app.exception, app.exception
    return [text.value for text in app.text]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_first_in_the_room_is_the_administrator(store: Store, lang: str) -> None:
    app = opened(lang)
    app.text_input("first_name").set_value("มาลี ใจดี")
    app.text_input("first_email").set_value(" Malee@Example.go.th ")
    pressed(app).click().run()
    assert texts(app) == ["open", "at work: malee@example.go.th"]
    assert [member.administrator for member in everybody(store)] == [True]


def test_the_first_is_told_what_is_missing(store: Store) -> None:
    app = opened()
    pressed(app).click().run()
    assert len(app.error) == 1
    assert texts(app) == ["open"]
    assert everybody(store) == []


def test_a_name_is_picked_and_given_back(store: Store) -> None:
    make_group(store)
    app = opened()
    assert texts(app) == ["open"]
    app.selectbox("who").select(MALEE).run()
    assert texts(app) == ["open", f"at work: {MALEE}"]
    app.button("who_change").click().run()
    assert texts(app) == ["open"]


@pytest.mark.parametrize("forged", ["nobody@example.go.th", 7, ["x"], {}, None])
def test_a_forged_name_is_nobody(store: Store, forged: object) -> None:
    make_group(store)
    app = opened()
    app.session_state["me"] = forged
    assert texts(app.run()) == ["open"]


@pytest.mark.usefixtures("listening")
@pytest.mark.parametrize("address", [None, EVERYWHERE, "192.168.1.7", "blueprint.example.go.th"])
def test_the_record_is_closed_to_other_computers(store: Store, address: str | None) -> None:
    make_group(store)
    config.set_option("server.address", address)
    app = opened()
    assert texts(app) == ["open"], "the pages that keep nothing need nobody's name"
    assert ONE_ROOM in app.error[0].value
    assert not app.selectbox


@pytest.mark.usefixtures("listening")
def test_one_room_may_be_opened(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    make_group(store)
    config.set_option("server.address", EVERYWHERE)
    monkeypatch.setenv(ONE_ROOM, "open")
    app = opened()
    assert not app.error
    assert app.selectbox


@pytest.fixture
def listening() -> Iterator[None]:
    before = config.get_option("server.address")
    yield
    config.set_option("server.address", before)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_where_people_sign_in_nothing_opens_before(store: Store, lang: str) -> None:
    make_group(store)
    app = opened(lang, auth=True)
    app.session_state["me"] = MALEE
    app.run()
    assert texts(app) == []
    assert [button.key for button in app.button] == ["sign_in"]


@pytest.mark.usefixtures("store")
def test_a_sign_in_that_is_set_up_by_half_is_said() -> None:
    app = opened(auth=True)
    app.button("sign_in").click().run()
    assert "secrets.toml" in app.error[0].value
    assert texts(app) == []


@pytest.mark.usefixtures("store")
def test_secrets_that_cannot_be_read_open_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "secrets.toml"
    broken.write_text("[auth", encoding="utf-8")
    broken.chmod(0o600)
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(broken)])
    try:
        app = opened()
        assert texts(app) == []
        assert [button.key for button in app.button] == ["sign_in"]
    finally:
        config.set_option("secrets.files", before)
