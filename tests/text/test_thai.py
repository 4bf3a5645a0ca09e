import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from text.thai import match_key, normalise


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ทํา", "ทำ"),
        ("น้ํา", "น้ำ"),
        ("นํ้า", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("ที่่", "ที่"),
        ("ท่ี", "ที่"),
        ("เเผน", "แผน"),
        ("งาน\u200bหลัก\ufeff", "งานหลัก"),
        ("\u00adก\u200fร\u202aม\u202c", "กรม"),
        ("กรม\u00a0ที่ดิน\u3000 ", "กรม ที่ดิน"),
        ("ก\uf70aา", "ก่า"),
        ("\uf70fา", "ญา"),
        ("ก\x00ร\x07ม", "กรม"),
        (" บรรทัด\r\nสอง\t", "บรรทัด สอง"),
        ("é", "é"),
        ("", ""),
    ],
)
def test_one_spelling(written: str, meant: str) -> None:
    assert normalise(written) == meant


@settings(max_examples=300)
@given(st.text(st.sampled_from("กน่้๊ํำาิีุูเแ์ \u200b\uf705\uf711aé\u0301\x00\t")) | st.text())
def test_normalise_is_idempotent(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert normalise(match_key(text)) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ข้อ ๑", "ข้อที่1".replace("ที่", "")),
        ("Q.1", "q1"),
        ("Other-Form", "other_form"),
        ("1,234", "๑๒๓๔"),
        ("(1)", "1"),
        ("ＩＤ", "id"),
        ("（１，２３４．０）", "(1,234.0)"),
    ],
)
def test_keys_agree(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize("symbol", ["-", "–", "?", "✓", "×", "--", "..."])
def test_a_symbol_is_not_reduced_to_nothing(symbol: str) -> None:
    assert match_key(symbol) == symbol


def test_a_number_keeps_its_sign_and_point() -> None:
    assert match_key("-1") != match_key("1")
    assert match_key("1.0") != match_key("10")
