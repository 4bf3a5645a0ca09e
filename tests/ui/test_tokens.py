"""Administrators give programs tokens, see who has one, and revoke them."""

import pytest
from streamlit.testing.v1 import AppTest

from record.members import add_member, members_of, roles_in
from record.models import PROGRAMS
from record.store import OPERATOR
from record.tokens import bearer, make_token, tokens
from tests.record.working_group import ADMIN, CHAIR, Group, make_former, of_review
from tests.ui.steps import press_key, said, still
from tests.ui.test_review_list import keys, opened
from text.words import LANGS, Lang


def access(lang: Lang = "th", me: str = ADMIN) -> AppTest:
    return opened(me, lang, do="access")


def given(app: AppTest, name: str, *reviews: int, days: int = 90, role: str = "secretariat") -> AppTest:
    app.text_input(key="token_name").set_value(name)
    app.multiselect(key="token_reviews").set_value(list(reviews))
    app.selectbox(key="token_role").set_value(role)
    app.number_input(key="token_days").set_value(days)
    return press_key(app, "token_make")


def names(group: Group) -> list[str]:
    return [token.email.partition("@")[0] for token in tokens(group.store, OPERATOR)]


@pytest.mark.parametrize("lang", LANGS)
def test_a_token_is_given_for_reviews_and_shown_until_it_was_copied(group: Group, lang: Lang) -> None:
    former = make_former(group.store)
    app = given(access(lang), "registry", group.review.id, former.id, role="member")
    (secret,) = [block.value for block in app.code]
    assert bearer(group.store, secret) == f"registry@{PROGRAMS}"
    for review in (group.review, former):
        assert roles_in(group.store, f"registry@{PROGRAMS}", review.id) == {"member"}
        assert f"registry@{PROGRAMS}" not in [m.email for m, _ in of_review(members_of, group.store, review.id)]
    assert {"th": "แสดงครั้งนี้ครั้งเดียว", "en": "it is shown this once"}[lang] in said(app)
    table = app.dataframe[0].value.to_string()
    for told in ("registry", former.title(lang), {"th": "คณะทำงาน", "en": "Member"}[lang]):
        assert told in table
    assert secret not in table
    press_key(app, "token_kept")
    assert not app.code


def test_a_secret_is_not_shown_again_to_who_comes_back_to_the_page(group: Group) -> None:
    app = given(access(), "registry", group.review.id)
    assert app.code
    press_key(app, "access_back")
    press_key(app, "access")
    assert "registry" in app.dataframe[0].value.to_string()
    assert not app.code


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("name", "wanted", "why"),
    [
        ("Big Name", True, {"th": "ชื่อของโปรแกรมใช้ได้เฉพาะ", "en": "The name of a program holds"}),
        ("registry", False, {"th": "อย่างน้อยหนึ่งรอบ", "en": "at least one review"}),
        ("held", True, {"th": "มีโทเค็นที่ใช้ได้อยู่แล้ว", "en": "has a token that counts"}),
    ],
)
def test_what_stands_in_the_way_of_a_token_is_said_and_none_is_made(
    group: Group, lang: Lang, name: str, wanted: bool, why: dict[Lang, str]
) -> None:
    make_token(group.store, ADMIN, "held", {group.review.id: "member"})
    app = given(access(lang), name, *([group.review.id] if wanted else []))
    assert why[lang] in app.error[0].value
    assert names(group) == ["held"]
    assert app.text_input(key="token_name").value == name, "what was typed stays"


@pytest.mark.parametrize("lang", LANGS)
def test_a_token_is_revoked_after_a_question_that_names_what_it_loses(group: Group, lang: Lang) -> None:
    former = make_former(group.store)
    secret, _ = make_token(group.store, ADMIN, "registry", {group.review.id: "member", former.id: "member"})
    app = access(lang)
    press_key(app, "token_revoke")
    assert app.error, "nobody was chosen"
    app.selectbox(key="token_revoked").set_value("registry")
    press_key(app, "token_revoke")
    assert bearer(group.store, secret), "it asks first"
    assert {"th": "ไม่มีบทบาทใน 2 รอบ", "en": "its role in 2 reviews"}[lang] in app.warning[0].value
    press_key(app, "revoke_token-yes")
    assert bearer(group.store, secret) is None
    assert {"th": "เพิกถอนเมื่อ", "en": "Revoked"}[lang] in app.dataframe[0].value.to_string()
    assert "token_revoke" not in keys(app), "none is left to revoke"


def test_only_administrators_come_to_the_page(group: Group) -> None:
    add_member(group.store, ADMIN, "other@example.go.th", "other")
    for me in (CHAIR, "other@example.go.th"):
        app = opened(me, "th", do="access")
        assert not {"token_make", "access"} & keys(app)
    assert still(access()).button(key="token_make")
