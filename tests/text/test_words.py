"""The texts that a user sees."""

import re
from pathlib import Path

import pytest

from text.words import LANGS, Lang, Words

GOOD = """\
greeting: {th: "สวัสดี {name}", en: "Hello {name}"}
page:
  title:
    th: ภารกิจ
    en: Missions
"""


def words(folder: Path, text: str) -> Words:
    path = folder / "words.yaml"
    path.write_text(text, encoding="utf-8")
    return Words(path)


@pytest.mark.parametrize(("lang", "text"), [("th", "สวัสดี สุดา"), ("en", "Hello สุดา")])
def test_a_text_is_filled_in_in_its_language(tmp_path: Path, lang: Lang, text: str) -> None:
    assert words(tmp_path, GOOD)("greeting", lang, name="สุดา") == text


def test_a_text_inside_a_group_has_a_dotted_key(tmp_path: Path) -> None:
    good = words(tmp_path, GOOD)
    assert good("page.title", "en") == "Missions"
    assert "page.title" in good
    assert "page" not in good


def test_braces_in_what_is_filled_in_stay_as_they_are(tmp_path: Path) -> None:
    assert words(tmp_path, GOOD)("greeting", "en", name="{name} {0}") == "Hello {name} {0}"


def test_an_unknown_key_and_a_name_not_given_are_key_errors(tmp_path: Path) -> None:
    good = words(tmp_path, GOOD)
    with pytest.raises(KeyError, match="farewell"):
        good("farewell", "en")
    with pytest.raises(KeyError, match="name"):
        good("greeting", "en")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("ok: {th: ตกลง}\n", "'ok' needs both th and en"),
        ("ok: {en: OK}\n", "'ok' needs both th and en"),
        ("ok: {th: ตกลง, en: '  '}\n", "'ok' needs both th and en"),
        ("ok: {th: ตกลง, en: ~}\n", "'ok' needs both th and en"),
        ("ok: {th: ตกลง, en: [OK]}\n", "'ok' needs both th and en"),
        ("ok: {th: ตกลง, en: Yes, all of it}\n", "'ok' has more than th and en: 'all of it'"),
        ("a:\n  ok: {th: ตกลง}\n", "'a.ok' needs both th and en"),
        ("ok: {th: '{n} คน', en: '{count} people'}\n", "'ok' fills in different names"),
        ("ok: {th: คน, en: '{n} people'}\n", "'ok' fills in different names"),
        ("ok: ตกลง\n", "'ok' is not a text"),
        ("- ตกลง\n", "'' is not a text"),
        ("", "'' is not a text"),
        ("ok: {th: ตกลง, en: OK}\nno: {th: ไม่, en: No}\nok: {th: ได้, en: OK}\n", ":3: 'ok' is given twice"),
        ("ok:\n  th: ตกลง\n  en: OK\n  en: Fine\n", ":4: 'en' is given twice"),
    ],
)
def test_a_faulty_file_is_refused_by_name_and_key(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=re.escape(complaint)) as refused:
        words(tmp_path, text)("ok", "en")
    assert str(tmp_path / "words.yaml") in str(refused.value)


def test_words_are_found_beside_the_module_that_says_them(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text(GOOD, encoding="utf-8")
    assert "greeting" in Words.beside(str(tmp_path / "module.py"))


def test_there_are_two_languages() -> None:
    assert LANGS == ("th", "en")


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 mission"), ("1", "1 mission"), (0, "0 missions"), ("1,000", "1,000 missions")]
)
def test_a_word_goes_with_its_number(tmp_path: Path, n: object, said: str) -> None:
    path = tmp_path / "words.yaml"
    path.write_text('count: {th: "{n} ภารกิจ", en: "{n} {n:mission|missions}"}', encoding="utf-8")
    assert Words(path)("count", "en", n=n) == said
